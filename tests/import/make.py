"""How the files beside this one were made: python-docx 1.2 and openpyxl 3.1, from PyPI.

    python tests/import/make.py

Word itself writes more parts, and no other text.
"""

import pathlib
import struct
import zlib

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
import openpyxl

HERE = pathlib.Path(__file__).parent


def picture(path):
    """A gray square of eight pixels."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x80" * 8 for _ in range(8))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


def chinese():
    document = docx.Document()
    document.core_properties.author = ""
    document.add_paragraph("河滨街道第二次工作会议纪要")
    table = document.add_table(rows=4, cols=2)
    form = [
        ("会议时间", "2023年9月5日上午9时"),
        ("会议地点", "街道办事处三楼会议室"),
        ("主持人", "街道党工委副书记、办事处主任孔卯"),
        ("参加人员", "周己、吴庚、李乙"),
    ]
    for row, (label, value) in zip(table.rows, form):
        row.cells[0].text, row.cells[1].text = label, value
    document.add_heading("一、物资准备", 1)
    paragraph = document.add_paragraph("会议听取了过冬物资的清点情况，")
    paragraph.add_run("缺口由街道统一补齐").bold = True
    paragraph.add_run("。")
    document.add_heading("二、会议要求", 1)
    document.add_paragraph("会议要求，各村、社区十月底前完成管道检查，结果张贴在公示栏。")
    document.add_paragraph("会议强调，热线值班表要逐户送达。")
    document.sections[0].header.paragraphs[0].text = "内部资料 注意保存"
    document.save(HERE / "minutes.docx")


def english():
    document = docx.Document()
    document.core_properties.author = ""
    document.add_heading("Minutes of the residents’ forum", 0)
    for line in ("Date: 18 October 2023, 6:30 pm", "Place: Yard hall of North Lane", "Chair: Zhao Ding, secretary",
                 "Present: Li Yi; Kong Mao (director); 41 residents"):
        document.add_paragraph(line)
    document.add_heading("Agenda", 1)
    for item in ("Lamps in the stairwells", "The night list", "Snow on the lane"):
        document.add_paragraph(item, style="List Number")
    document.add_heading("What was said", 1)
    paragraph = document.add_paragraph("Eleven questions were asked. ")
    paragraph.add_run("Seven").bold = True
    paragraph.add_run(" were answered on the spot, four * will be answered in writing")
    # A footnote, as Word writes it.
    run = paragraph.add_run()
    run._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="2"/>'))
    paragraph.add_run(" within 30 days.")
    paragraph = document.add_paragraph("The lamps were bought in ")
    paragraph._p.append(parse_xml(
        f'<w:del {nsdecls("w")} w:id="1" w:author="A"><w:r><w:delText>April</w:delText></w:r></w:del>'))
    paragraph._p.append(parse_xml(
        f'<w:ins {nsdecls("w")} w:id="2" w:author="A"><w:r><w:t>May</w:t></w:r></w:ins>'))
    paragraph.add_run(". See ")
    link = document.part.relate_to("https://example.org/lamps", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    paragraph._p.append(parse_xml(
        f'<w:hyperlink {nsdecls("w", "r")} r:id="{link}"><w:r><w:t>the offer</w:t></w:r></w:hyperlink>'))
    paragraph.add_run(".")
    square = HERE / "square.png"
    picture(square)
    document.add_picture(str(square), width=Pt(40))
    document.inline_shapes[0]._inline.docPr.set("descr", "Chairs in a circle in a yard hall")
    paragraph = document.add_paragraph()
    paragraph._p.append(parse_xml(
        f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="box"><v:textbox><w:txbxContent>'
        "<w:p><w:r><w:t>Bring your own chair next time.</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"))
    table = document.add_table(rows=2, cols=3)
    for row, cells in zip(table.rows, [("Question", "Asked by", "Answer"), ("Snow", "Number 12", "rota | from 1 December")]):
        for cell, text in zip(row.cells, cells):
            cell.text = text
    for item in ("salt", "two shovels"):
        document.add_paragraph(item, style="List Bullet")
    commented = document.add_paragraph("The lane is cleared by eight.")
    document.add_comment(commented.runs, text="Is that so on Sundays?", author="Reviewer", initials="R")
    document.sections[0].footer.paragraphs[0].text = "Riverside Street, page"
    notes = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:footnotes {nsdecls("w")}>'
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t xml:space="preserve">By letter, to those who left an address.</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    )
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    part = Part(PackURI("/word/footnotes.xml"),
                "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml", notes.encode(), document.part.package)
    document.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes")
    document.save(HERE / "forum.docx")
    square.unlink()


def roster():
    book = openpyxl.Workbook()
    people = book.active
    people.title = "干部"
    for row in [
        ["2023年村（社区）干部名册"],
        ["序号", "姓名", "单位", "职务", "任职时间", "身份证号", "联系电话", "备注"],
        [1, "周己", "老井村", "书记", "2018年3月至今", "11010519491231002X", "13800138000", "原村会计"],
        [2, "孙戊", "果园社区", "书记", "2021.06-2023.12", "110105194912310021", "13900139000", None],
        [3, "孙戊", "河滨街道", "副主任", "2024年1月", None, None, None],
        [None, None, None, None, None, None, None, "填表日期另附"],
    ]:
        people.append(row)
    bodies = book.create_sheet("单位")
    for row in [["单位名称", "类别", "上级单位", "序号"], ["老井村", "村", "河滨街道", 1], ["果园社区", "社区", "河滨街道", 2]]:
        bodies.append(row)
    book.save(HERE / "roster.xlsx")


chinese()
english()
roster()
