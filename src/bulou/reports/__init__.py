"""Reports: documents set from the record - check-off sheets, order sheets, door notices, receipts."""
