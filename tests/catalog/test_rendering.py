"""What learners get from an author's Markdown, and what no author can do to them."""

import time
from uuid import UUID

import pytest

from alcuin.catalog.rendering import MAX_LENGTH, OwnFile, Rendered, plain_text, render, stylesheet
from tests.catalog.dangers import CHART, PAYLOADS, STRANGERS, dangers

HANDOUT = UUID("0198f2a0-0000-7000-8000-00000000000d")
FILES = {
    CHART: OwnFile(CHART, 1600, 900, [320, 640]),
    HANDOUT: OwnFile(HANDOUT, None, None, []),
}


def rendered(markdown: str, *, prefix: str = "s1", hosts: tuple[str, ...] = ()) -> Rendered:
    return render(markdown, prefix=prefix, image_hosts=frozenset(hosts), files=FILES)


def kinds(done: Rendered) -> set[str]:
    return {note.kind for note in done.notes}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_an_author_writes_runs_or_reaches_outside(payload: str) -> None:
    for text in (payload, f"x {payload} y", f"- {payload}", f"|a|\n|-|\n|{payload}|"):
        assert dangers(rendered(text).html) == []


def test_the_oracle_sees_dangers() -> None:
    assert dangers("<p onclick=x><a href='//x'></a><script></script><b id=x></b>") == [
        "onclick", "href=//x", "<script>", "id=x",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("markdown", "kind"),
    [
        ("<script>x()</script>", "tag"),
        ("<iframe src='https://x.example'></iframe>", "tag"),
        ('<b onclick="x()">y</b>', "attribute"),
        ('<p style="color: red">y</p>', "attribute"),
        ("[x](//evil.example)", "link"),
        ("<a href='javascript:x()'>y</a>", "link"),
        ("[x](ftp://files.example)", "link"),
        ("[x](#nowhere)", "link"),
        ("![x](https://far.example/a.png)", "image"),
        ("$\\frac{1}$", "formula"),
        ("$\\nosuchcommand$", "formula"),
        ("```klingon\nqapla'\n```", "code"),
        ("x\n\n[^1]: nobody asked", "footnote"),
    ],
)
def test_the_author_is_told_of_what_is_not_shown_as_written(markdown: str, kind: str) -> None:
    assert kinds(rendered(markdown)) == {kind}


def test_a_section_without_oddities_has_no_notes() -> None:
    assert rendered("# A\n\n*b* [c](https://d.example) `e` <kbd>f</kbd> [g](#a)").notes == []


def test_links_keep_safe_addresses_and_tell_other_sites_nothing() -> None:
    html = rendered(
        "[a](https://a.example/?q=1&r=2) [b](mailto:b@c.example) [d](/x) [e](tel:1)"
    ).html
    for address in ("https://a.example/?q=1&amp;r=2", "mailto:b@c.example", "/x", "tel:1"):
        assert f'<a href="{address}" rel="noopener noreferrer">' in html


def test_images_are_shown_from_the_courses_own_files_and_allowed_hosts_only() -> None:
    done = rendered(
        f"![own](/api/media/{CHART}) ![known](https://pics.example/a.png) "
        "![far](https://f.example/b)",
        hosts=("pics.example",),
    )
    assert f'src="/api/media/{CHART}" alt="own"' in done.html
    assert 'src="https://pics.example/a.png"' in done.html
    assert '<a href="https://f.example/b" rel="noopener noreferrer">far</a>' in done.html
    assert [note.detail for note in done.notes] == ["not shown: https://f.example/b"]
    assert done.files == {CHART}


def test_an_image_of_ours_has_its_size_and_narrower_ones_to_choose_from() -> None:
    html = rendered(f"![own](/api/media/{str(CHART).upper()}?width=320)").html
    address = f"/api/media/{CHART}"
    assert f'src="{address}"' in html
    assert 'width="1600" height="900"' in html
    assert f'srcset="{address}?width=320 320w, {address}?width=640 640w, {address} 1600w"' in html
    assert 'loading="lazy"' in html


def test_a_size_that_the_author_gives_stays() -> None:
    html = rendered(f'<img src="/api/media/{CHART}" alt="own" width="300">').html
    assert 'width="300"' in html
    assert "height" not in html


@pytest.mark.parametrize("media_id", [STRANGERS, HANDOUT])
def test_a_file_that_is_not_the_courses_or_no_image_is_not_shown(media_id: UUID) -> None:
    done = rendered(f"![a chart](/api/media/{media_id})")
    assert (done.html, done.files) == ("<p>a chart</p>\n", frozenset())
    assert [note.detail for note in done.notes] == [f"not shown: /api/media/{media_id}"]


def test_links_lead_to_the_courses_own_files_only() -> None:
    done = rendered(f"[own](/api/media/{HANDOUT}#page=2) [theirs](/api/media/{STRANGERS})")
    assert f'<a href="/api/media/{HANDOUT}#page=2"' in done.html
    assert str(STRANGERS) not in done.html
    assert "theirs" in done.html
    assert done.files == {HANDOUT}
    assert [(note.kind, note.detail) for note in done.notes] == [
        ("link", f"no file of this course: /api/media/{STRANGERS}")
    ]


@pytest.mark.parametrize(
    "address",
    [
        "http://pics.example/a",
        "https://pics.example@evil.example/a",
        "https://pics.example.evil.example/a",
        "https://evil.example\\@pics.example/a",
        "//pics.example/a",
        "/api/media/../users",
        "/api/media//evil.example",
        "/api/media\\..\\users",
        f"/api/media\\{CHART}",
        f"/api/media/{CHART}/../../users",
        f"/api/media/{CHART}x",
        "/api/users/me",
    ],
)
def test_addresses_that_look_like_allowed_images_are_not(address: str) -> None:
    assert "<img" not in rendered(f'<img src="{address}" alt="x">', hosts=("pics.example",)).html


def test_an_image_inside_a_link_leaves_its_text_in_the_link() -> None:
    html = rendered("[![chart](https://f.example/c.svg)](https://g.example)").html
    assert html.count("<a ") == 1
    assert ">chart</a>" in html


def test_tables_are_aligned_by_class_and_their_headers_say_what_they_head() -> None:
    html = rendered("| a | b |\n|--:|:-:|\n| 1 | 2 |").html
    assert '<th class="align-right" scope="col">a</th>' in html
    assert '<td class="align-center">2</td>' in html


def test_code_is_highlighted_by_classes_alone() -> None:
    html = rendered("```python\ndef f(): return '<b>'\n```").html
    assert '<span class="k">def</span>' in html
    assert "&lt;b&gt;" in html
    assert "style=" not in html
    assert ".highlight .k" in stylesheet()


def test_a_formula_is_mathml_that_carries_its_tex() -> None:
    html = rendered("Euler: $e^{i\\pi} + 1 = 0$").html
    assert 'display="inline" alttext="e^{i\\pi} + 1 = 0"' in html
    assert "<msup><mi>e</mi>" in html
    assert '<annotation encoding="application/x-tex">' in html
    assert 'display="block"' in rendered("$$\nx < y\n$$").html


def test_a_formula_that_cannot_be_read_is_shown_as_code() -> None:
    html = rendered("$a \\foo <b$").html
    assert '<code class="formula">a \\foo &lt;b</code>' in html


def test_money_is_no_formula() -> None:
    assert "<math" not in rendered("It costs $5, or $10 for two.").html


def test_footnotes_of_two_sections_do_not_collide() -> None:
    text = "A[^x], again[^x].\n\n[^x]: Why."
    first, second = (rendered(text, prefix=prefix).html for prefix in ("one", "two"))
    assert '<a href="#one-fn-1" id="one-fnref-1" role="doc-noteref"' in first
    assert '<li id="two-fn-1">' in second
    assert first.count("doc-backlink") == 2


def test_headings_have_ids_that_links_of_the_section_reach() -> None:
    html = rendered("# Why & how?\n\n[up](#why--how)\n\n# Why & how?").html
    assert '<h1 id="s1-why--how">' in html
    assert '<a href="#s1-why--how"' in html
    assert '<h1 id="s1-why--how-1">' in html


def test_ids_are_unique_whatever_authors_choose() -> None:
    html = rendered('<b id="a-1">x</b>\n\n# a\n\n# a\n\n<b id="fn-1">y</b>[^1]\n\n[^1]: z').html
    ids = [piece.split('"')[0] for piece in html.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_harmless_html_stays() -> None:
    text = "<details><summary>More</summary>H<sub>2</sub>O <kbd>Ctrl</kbd></details>"
    assert rendered(text).html.strip() == text


def test_plain_text_is_what_a_reader_would_say() -> None:
    html = rendered(f"# A *b*\n\nc`d` $x^2$ &amp; ![e](/api/media/{CHART})\n\n- f\n- g").html
    assert plain_text(html) == "A b\ncd x^2 & e\nf\ng"


def test_words_are_those_that_are_read() -> None:
    assert rendered("Don't **panic**: see [here](https://x.example/y).").words == 4


@pytest.mark.parametrize(
    "bomb",
    ["[" * 50_000, "|a" * 40_000, "\n" * 20_000 + "x", "x" * (MAX_LENGTH + 1),
     ">" * 500 + " deep", "<div>" * 10_000],
)  # fmt: skip
def test_what_is_too_tangled_is_shown_whole_as_plain_text(bomb: str) -> None:
    done = rendered(bomb)
    assert kinds(done) == {"plain"}
    assert plain_text(done.html).split() == bomb.split()


def test_hostile_text_is_parsed_in_bounded_time(capsys: pytest.CaptureFixture[str]) -> None:
    """Limits decide by rule (above); the time is printed for whoever changes them."""
    slowest = 0.0, ""
    for piece in ("[", "*a_", "`", "> ", "$a", "&", "<a ", "a**b", "![a](", "[^1]", "\\", "~~"):
        started = time.process_time()
        rendered((piece * 100_000)[:100_000])
        slowest = max(slowest, (time.process_time() - started, piece))
    with capsys.disabled():
        print(f"\nslowest of hostile texts: {slowest[1]!r}, {slowest[0]:.2f} s")  # noqa: T201 - as said


def test_a_formula_cannot_define_macros() -> None:
    bomb = "\\newcommand{\\a}{\\b\\b}" * 20 + "\\a"
    assert kinds(rendered(f"${bomb}$")) == {"formula"}


def test_an_empty_section_is_empty() -> None:
    assert rendered("") == Rendered(html="", notes=[], words=0)


def test_a_lone_surrogate_does_no_harm() -> None:
    assert "?" in rendered("a \ud800 b").html
