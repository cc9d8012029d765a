"""The process that looks into one image or PDF. Only here Pillow and pikepdf are imported."""
