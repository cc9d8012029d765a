"""How large, how many, how long. `docs/reference/media.md` tells them to people."""

MEGAPIXEL = 1_000_000

# Texts
TEXT_BYTES = 2_000_000

# Images. Decoding 40 megapixels takes up to 16 bytes a pixel (WebP: two canvases, a copy, the
# image); phones make 12 to 50.
IMAGE_PIXELS = 40 * MEGAPIXEL
IMAGE_SIDE = 4_096
RENDITION_WIDTHS = (320, 640, 1_280)
# All frames are held at once by the encoder's interface: 4 bytes a pixel.
ANIMATION_FRAMES = 600
ANIMATION_PIXELS = 60 * MEGAPIXEL
ANIMATION_SIDE = 1_280

# PDFs. A page of A4 scanned in colour at 600 dpi is a stream of 104 MB.
PDF_PAGES = 5_000
STREAM_BYTES = 128_000_000
STREAMS_BYTES = 1_000_000_000
# zlib packs at most 1,032 to 1; whole documents stay far below, except small ones.
STREAMS_RATIO = 200
STREAMS_SMALL_BYTES = 64_000_000

# The process that looks
IMAGE_MEMORY_BYTES = 1_000_000_000
PDF_MEMORY_BYTES = 600_000_000
CPU_SECONDS = 20
OUTPUT_BYTES = 100_000_000
SECONDS = 45
AT_ONCE = 2
WAITING = 10
PATIENCE_SECONDS = 20
