"""The first sheet, band by band."""
