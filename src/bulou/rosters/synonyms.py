"""The words that clerks write above a column, by the role that the column then plays."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    SERIAL = "serial"
    HOUSEHOLD = "household"
    COMMUNITY = "community"
    ADDRESS = "address"
    COMPOUND = "compound"
    BUILDING = "building"
    STAIRWELL = "stairwell"
    FLOOR = "floor"
    HOUSE = "house"  # the number in a street, where the room has a column of its own
    ROOM = "room"
    NAME = "name"
    HEAD = "head"
    OWNER = "owner"
    MEMBERS = "members"
    RELATION = "relation"
    COUNT = "count"
    PHONE = "phone"
    ID = "id"
    USE = "use"
    EMPTY = "empty"  # a yes-or-no column: does the flat stand empty?
    TRADE = "trade"  # a yes-or-no column: is it a business?
    FIRM = "firm"  # the name over a shop's door
    LIVED_IN = "lived_in"  # a yes-or-no column: does anybody live there?
    NOTE = "note"
    SEX = "sex"
    AGE = "age"
    TALLY = "tally"  # how many households or doors: only summaries have it
    ROW = "row"  # the id of a held row, in a file of held rows
    OTHER = "other"


# The first pattern that matches the whole label wins; the label comes without spaces, brackets and colons.
WORDS: tuple[tuple[Role, str], ...] = (
    (Role.ROW, r"不漏行编号"),
    (Role.OTHER, r"不漏.*"),
    (Role.SERIAL, r"序号?|编号|顺序号?|行号|no|#|流水号|总?序号"),
    (Role.HOUSEHOLD, r"户号|户编号|家庭编号|户口[簿本]?号|户籍号|户序号?|户主编号|家庭户号"),
    (Role.OTHER,
        r"(?:户籍|户口)(?:所在|登记)?(?:地|地址|性质|类型|状态)?|身份证(?:上)?的?[地住]址|籍贯"
        r"|原籍|民族|.*(?:单位|学校|学历|职业|职务|政治面貌"
        r"|婚姻|车牌|车位|面积|平米|金额|费|欠|缴|余额|单价|合同|日期|时间|签[名字]|照片|党员|疫苗"
        r"|体温|网格.*|楼[栋]?长|负责人|填表人|登记人|采集人"
        r"|包联.*)"),
    (Role.TALLY,
        r"(?:总|住|空置?|入住|实住|常住|应排|已排|未排|租住|出租|自住|居住|小区|楼房|商业"
        r"|门面)*(?:户数|套数|房屋数|房间数|间数|总户|栋数|单元数|楼栋数)"
        r"|(?:空|门面|入住|商铺|自住|租住)户?数"),
    (Role.ID, r".*(?:身份证|证件号|公民身份|身份号).*"),
    (Role.PHONE, r".*(?:电话|手机|联系方式|联系号码|联系方法|移动号码|tel|phone).*"),
    (Role.RELATION, r".*关系.*"),
    (Role.EMPTY, r"是否.*(?:空|闲置|无人).*|空置?|空[房户关]|空置房|闲置|无人居住"),
    (Role.TRADE, r"是否.*(?:商|经营|门面).*|商[用铺业户]|门面房?|门市|经营用?房?"),
    (Role.LIVED_IN, r"(?:是否|有无|有没有).*(?:住|有?人).*"),
    (Role.OTHER,
        r"是否.*|其中.*|.*(?:男|女|老人|儿童|老年|岁以上|以上|以下|流动|外来|户籍|残疾|低保"
        r"|独居).*(?:数|人口|人)"),
    (Role.COUNT,
        r"(?:家庭|户内|本户|现有?|总|在册|常住|实际?|在住|居住|入住|实住|同住|共住|家中|住户"
        r"|家庭成员|成员|人员|人口)*(?:人口数?量?|人数|人口|口数"
        r"|几口人|住人数|成员数)|在住|实住|常住|人口|几人|人数合计|persons|people|count"),
    (Role.FIRM, r"店名|(?:店铺?|商铺|商户|门店|铺面|门面|门市)(?:的?名称?|字号)|字号|招牌|铺名"),
    (Role.HEAD, r"户主(?:的?姓?名|名字|信息)?|家长|户主/?业主(?:姓名)?|户主或.*|(?:household)?head(?:ofhousehold)?"),
    (Role.OWNER,
        r"(?:业主|房主|产权人|房东|所有权人|房屋所有人|物业业主|缴费人|交费人|经营者"
        r"|经营人|店主|老板)(?:的?姓?名|名字|名称|信息)?"),
    (Role.MEMBERS,
        r"(?:家庭|家庭主要|主要|户内|其他|其它|其余|同住|共同居住|共住)*(?:成员|同住人|共同居住人"
        r"|居住人|同住人员|居住人员)\d?(?:的?姓?名|名单|名字|情况"
        r"|信息)?\d*|同住家人|家人姓名|人员名单|在住人员|members"),
    (Role.NAME,
        r"(?:居民|人员|住户|租户|承租人|本人|住户|使用人|居住人|被登记人|现住人|实住人"
        r"|实际居住人)?(?:姓名|名字|名)|住户|租户|承租人|居民|使用人|姓名.{0,3}|name"),
    (Role.SEX, r"性别"),
    (Role.AGE, r"年龄|周岁|出生.*|生日|岁数"),
    (Role.COMMUNITY,
        r"(?:所属|所在|居住)?(?:社区|居委会|村居|社区居委会|村\(?社区\)?|社区\(?村\)?)(?:名称)?"
        r"|community"),
    (Role.FLOOR, r"(?:所在|居住)?(?:楼层|层数|层|层号|所在层)"),
    (Role.ADDRESS,
        r"(?:现|家庭|居住|详细|常住|实际|所在|房屋|具体|目前|物业|入住|房产|家)*(?:住址|地址"
        r"|居住地|住所|坐落|位置|住处|详址|地点"
        r"|现住地)(?:[/(].*)?|楼栋?号?.{0,6}(?:室|房|户)号?|(?:楼|栋|幢).{0,4}单元.*|住宅|现住"
        r"|房屋信息|房产信息|家庭住址.*"
        r"|address"),
    (Role.COMPOUND,
        r"(?:所在|所属|居住|住宅|物业)?(?:小区|院落|家属院|大院|苑区|楼盘|街巷|街路巷|街道巷|街路"
        r"|巷道|路街巷?|街|巷|小区院落|小区街巷|街道小区|自然村|片区"
        r"|居住区|项目|分?区|区域|期|期数|区号)(?:[/或、]?(?:街巷|院落|巷|街|路|楼院|单位))?(?:名称?|全称)?|compound|estate|street"),
    (Role.STAIRWELL, r"(?:所在)?(?:单元|门洞|梯|梯号|单元门|门栋|楼门|门)(?:号|名称?)?|unit|stairwell|entrance"),
    (Role.ROOM,
        r"(?:门面|商铺|铺面|门市|铺|摊位|车库)(?:号|编号|房号)|(?:楼|户)?(?:房|室|房间|门牌|户室|门室|房屋|门|房门|户门|门户|院内|住房)(?:号|号码|编号"
        r"|牌号|名称)|房间?|室|门牌|户|院号|子号|附号|房室号|room|flat|door|apartment"),
    (Role.BUILDING,
        r"(?:所在|小区)?(?:楼|栋|幢|楼栋|楼幢|楼座|座|楼宇|大楼|楼房|栋楼|平房排|排|组|小组|村民小?组|居民小?组|组别)(?:号|栋|编号"
        r"|号码|名称?)?|几号楼|楼栋排号|building"),
    (Role.USE,
        r"(?:房屋|住房|房产|使用|居住|入住|房间|住户|人员|现在?|出租|租住|人口|家庭)*(?:情况|状态"
        r"|性质|用途|类型|类别|状况|属性|方式)|用途|自住.*|租住|出租.*|status|use|usage"),
    (Role.NOTE, r"备注|说明|附注|注|其[他它](?:情况|说明)?|备考|notes?|remarks?"),
)  # fmt: skip

HEADINGS: dict[Role, str] = {
    Role.SERIAL: "序号", Role.HOUSEHOLD: "户号", Role.COMMUNITY: "社区", Role.ADDRESS: "地址", Role.COMPOUND: "小区",
    Role.BUILDING: "楼号", Role.STAIRWELL: "单元", Role.FLOOR: "楼层", Role.HOUSE: "门牌号", Role.ROOM: "房号",
    Role.NAME: "姓名", Role.HEAD: "户主", Role.OWNER: "业主", Role.MEMBERS: "家庭成员", Role.RELATION: "与户主关系",
    Role.COUNT: "人数", Role.PHONE: "电话", Role.ID: "身份证号", Role.USE: "房屋用途", Role.EMPTY: "是否空置",
    Role.TRADE: "是否商用", Role.FIRM: "店名", Role.LIVED_IN: "是否有人居住", Role.NOTE: "备注", Role.SEX: "性别",
    Role.AGE: "年龄", Role.TALLY: "户数", Role.OTHER: "不漏·其他", Role.ROW: "不漏·行编号",
}  # fmt: skip
"""The heading that is read as each role, for files that the program writes."""
