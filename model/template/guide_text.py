"""What the guide of an input workbook says, in English and Japanese."""

from __future__ import annotations

from typing import NamedTuple

from model import sheet_style as style

TITLE = "Critical-mineral import planner  重要鉱物の輸入計画"


class Line(NamedTuple):
    """One line of the guide: what it is about, and what there is to say."""

    about: str
    en: str
    ja: str
    look: str = style.LABEL


class Section(NamedTuple):
    """Lines under a heading."""

    en: str
    ja: str
    lines: tuple[Line, ...]


ANSWERS = Section(
    "What it answers",
    "分かること",
    (
        Line(
            "Plan  計画",
            "How much to buy from which country, by which route, in each year, so that demand is"
            " met at low cost, without leaning on one country, and with little CO2.",
            "需要を満たしながら、費用、特定国への依存、CO2を抑えるには、"
            "どの国・製法から毎年どれだけ調達すればよいか。",
        ),
        Line(
            "Today  現状との比較",
            "How cost, concentration and CO2 of the plan compare with today's import mix.",
            "現在の輸入構成と比べて、費用、集中度、CO2がどう変わるか。",
        ),
        Line(
            "Gaps  不足",
            "In which years demand cannot be met or the reserve has to be drawn, and by how many"
            " tonnes.",
            "どの年に何トン不足するか、または備蓄を取り崩すことになるか。",
        ),
    ),
)

FILLING = Section(
    "How to fill in",
    "記入のしかた",
    (
        Line(
            "Needed  必須",
            "Needed are the two years on Settings, and the sheets Materials, Demand and Supply."
            " Countries and Routes hold the names that Supply uses; without them any name will do,"
            " but CO2 counts only where Supply gives it. All other sheets are optional."
            " Headers of needed columns are dark blue.",
            "必須は Settings の2つの年と、Materials、Demand、Supply の3シートです。"
            "Supply で使う国名と製法名は Countries と Routes に記入します。この2シートを省くと"
            "任意の名前が使え、CO2 は Supply に記入した分だけになります。"
            "ほかのシートは任意です。必須の列は見出しが濃い青です。",
            style.NEEDED,
        ),
        Line(
            "Optional  任意",
            "Headers of optional columns are light blue. A blank cell there means the default; the"
            " note on the header says which. On Settings the defaults stand beside the values.",
            "任意の列は見出しが薄い青です。空欄には既定値が使われます。既定値は見出しのメモに、"
            "Settings では値の横の列に示しています。",
            style.OPTIONAL,
        ),
        Line(
            "Input  入力欄",
            "Fill in the yellow cells only. An orange cell is needed and still blank. Type below"
            " the last row to add rows; blank rows are ignored.",
            "黄色のセルだけに記入します。オレンジ色は、必須なのに空欄のセルです。"
            "行を増やすには最終行のすぐ下に記入します。空行は無視されます。",
            style.WORDS,
        ),
        Line(
            "Order  順序",
            "Start with Materials, Countries and Routes: the drop-down lists of the other sheets"
            " offer the names written there. Leave no blank rows between them.",
            "Materials、Countries、Routes から始めると、そこに書いた名前が"
            "ほかのシートのドロップダウンに表示されます。途中に空行を入れないでください。",
        ),
        Line(
            "Notes  メモ",
            "Rest the pointer on an English header (on Settings: on a key) to read what it means,"
            " its unit and its limits. Click on a cell to read a long remark whole.",
            "英語の見出し（Settings では項目名）にポインターを合わせると、"
            "意味、単位、入力できる範囲が表示されます。"
            "長い備考はセルを選ぶと全文を読めます。",
        ),
        Line(
            "Units  単位",
            "Units stand above the headers. Quantities are tonnes of metal, prices USD/kg. Shares"
            " are written as 0.25, not 25.",
            "単位は見出しの上にあります。数量は金属換算のトン、価格は USD/kg です。"
            "比率は25ではなく0.25と記入します。",
        ),
        Line(
            "Years  年",
            "Demand and SupplyByYear have one column a year, headed by the year. You may add years;"
            " years outside the plan are not used.",
            "Demand と SupplyByYear は1年に1列で、見出しは西暦です。列は追加できます。"
            "計画期間外の年は使われません。",
        ),
        Line(
            "Your own  自由な追加",
            "Columns may be moved, and columns and sheets of your own are left alone. Do not rename"
            " sheets or English headers. If you use formulas, save the file in Excel before"
            " running.",
            "列の順序の変更、独自の列やシートの追加は自由です。シート名と英語の見出しは"
            "変えないでください。数式を使う場合は、実行前に Excel で保存してください。",
        ),
    ),
)

RUNNING = Section(
    "How to run",
    "実行のしかた",
    (
        Line(
            "python run.py check WORKBOOK",
            "Reads this workbook (WORKBOOK is its path) and lists everything to be mended, with the"
            " cell it stands in.",
            "このブックを読み、直すべき点をセル番地とともにすべて示します。"
            "WORKBOOK はこのファイルのパスです。",
        ),
        Line(
            "python run.py plan WORKBOOK",
            "Makes the plan. The result is outputs/<name>_plan.xlsx, where <name> is the name of"
            " this workbook.",
            "計画を作成します。結果は outputs/<name>_plan.xlsx です。"
            "<name> はこのブックの名前です。",
        ),
        Line(
            "Close first  実行前に",
            "Close an earlier result in Excel first; otherwise the new one is written under a"
            " numbered name.",
            "前回の結果を Excel で開いている場合は閉じてください。"
            "開いたままでは、番号を付けた別名で保存されます。",
        ),
    ),
)

READING = Section(
    "How to read the result",
    "結果の読み方",
    (
        Line(
            "1  Summary",
            "Start here: sources, cost, concentration, CO2 and shortage, beside today's mix.",
            "最初に見るシートです。調達先、費用、集中度、CO2、不足を現状と並べて示します。",
        ),
        Line(
            "2  Plan", "Tonnes by supply option and year.", "供給元ごと、年ごとの調達量（トン）。"
        ),
        Line(
            "3  Balance",
            "For each material and year: what comes in, what is used, what is stocked, what"
            " is short.",
            "品目ごと、年ごとの調達、使用、在庫、不足。",
        ),
        Line(
            "4  Shares",
            "Each country's share, by shipping country and by country of origin.",
            "国ごとのシェア。出荷国と原産国の両方で示します。",
        ),
        Line(
            "5  Concentration",
            "HHI of each mineral and year: 10,000 is a single source, near 0 is many small ones.",
            "鉱種ごと、年ごとの集中度（HHI）。10,000は1か国のみ、0に近いほど分散しています。",
        ),
        Line("6  Costs", "What makes up the cost, in million USD.", "費用の内訳（百万米ドル）。"),
        Line("7  Carbon", "What makes up the CO2.", "CO2排出量の内訳。"),
        Line(
            "8  Checks",
            "Excel formulas compute the main figures once more and say PASS or FAIL.",
            "主な数値を Excel の数式で計算し直し、PASS（一致）か FAIL（不一致）を示します。",
        ),
        Line(
            "9  Run",
            "Versions, input file, state of the solution and times, for the record.",
            "プログラムの版、入力ファイル、計算の状態、所要時間の記録。",
        ),
    ),
)

GRADES = Section(
    "Confidence grades",
    "確度",
    (
        Line("A", "A published figure.", "公表値。"),
        Line("B", "Derived from published figures.", "公表値から導いた値。"),
        Line(
            "C",
            "An assumption. Treat what rests on it with care. Blank counts as C.",
            "仮定。これに基づく結果は慎重に扱ってください。空欄は C とみなします。",
        ),
    ),
)

BOUNDS = Section(
    "What it does not do",
    "できないこと",
    (
        Line(
            "Prices  価格",
            "It does not predict prices: it uses those you fill in.",
            "価格の予測はしません。記入された価格を使います。",
        ),
        Line(
            "Lots  取引単位",
            "It is linear: any amount can be bought. There are no lot sizes and no decisions to"
            " start up a plant.",
            "線形計画なので、どんな量でも調達できるとみなします。"
            "取引ロットや設備の稼働開始の判断は扱いません。",
        ),
        Line(
            "Time  時間",
            "The step is a year: seasons and delivery times within a year are not seen.",
            "計算は年単位です。年内の季節変動や輸送日数は扱いません。",
        ),
        Line(
            "Data  データ",
            "The results are as good as the figures filled in.",
            "結果の確かさは、記入された数値の確かさで決まります。",
        ),
    ),
)
