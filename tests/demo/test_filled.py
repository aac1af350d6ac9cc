"""A form is sent as the page offers it: what is ticked, chosen and written, and nothing else."""

import pytest

from bulou.ops.demo.filled import filled

PAGE = """
<form><input name="language" value="zh"><button name="go" value="1">go</button></form>
<form><input name="number" type="number" value="3"><input type="checkbox" name="phone" checked>
<input type="checkbox" name="pairs"><input type="checkbox" name="method" value="door" checked>
<input type="checkbox" name="method" value="proxy" checked><input type="radio" name="by" value="a">
<input type="radio" name="by" value="b" checked><input type="submit" name="send">
<select name="set"><option value="x">X</option><option value="y" selected>Y</option></select>
<select name="first"><option value="p">P</option><option value="q">Q</option></select>
<textarea name="advice">戴口罩 &amp; 手套</textarea></form>
"""


def test_only_what_a_browser_would_send_is_sent() -> None:
    assert filled(PAGE, holding="number") == {
        "number": ["3"],
        "phone": ["on"],
        "method": ["door", "proxy"],
        "by": ["b"],
        "set": ["y"],
        "first": ["p"],
        "advice": ["戴口罩 & 手套"],
    }


def test_a_page_without_such_a_form_is_told() -> None:
    with pytest.raises(LookupError, match="deadline"):
        filled(PAGE, holding="deadline")
