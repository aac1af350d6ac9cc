"""Addresses of paper: sheets given out and typed in, and everything that is printed."""

from django.urls import path

from bulou.desk import calling, entry, order_sheets, paper, printing, sheet, slips

addresses = [
    path("call", calling.call, name="call"),
    path("call/undo", calling.undo_call, name="undo_call"),
    path("call/<str:door_id>", calling.call_door, name="call_door"),
    path("doors/<str:door_id>/receipt", slips.door_receipt, name="door_receipt"),
    path("paper", paper.sheets, name="paper"),
    path("paper/issue", paper.issue, name="issue_sheets"),
    path("paper/print", printing.print_sheets, name="print_sheets"),
    path("paper/orders", order_sheets.order_sheets, name="order_sheets"),
    path("paper/notices", slips.blank_notices, name="blank_notices"),
    path("paper/<str:sheet_id>", sheet.sheet, name="sheet"),
    path("paper/<str:sheet_id>/slips", slips.sheet_slips, name="sheet_slips"),
    path("paper/<str:sheet_id>/rows", entry.rows, name="sheet_rows"),
    path("paper/<str:sheet_id>/door", entry.add_door, name="sheet_door"),
    path("paper/<str:sheet_id>/<str:step>", sheet.step, name="sheet_step"),
]
