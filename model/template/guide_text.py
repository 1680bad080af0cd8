"""What the guide of an input workbook says, in English and Japanese."""

from __future__ import annotations

from typing import NamedTuple

from model.workbook import style

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
        Line(
            "Trade-off  トレードオフ",
            "What less concentration or less CO2 costs, for all metals together and for each one.",
            "集中度やCO2をさらに下げるといくらかかるか（全体と鉱種ごと）。",
        ),
        Line(
            "What if  もしも",
            "What every scenario costs, known beforehand and with the contracts signed; what is"
            " short, and from which day, if a country delivers nothing for a year.",
            "各シナリオの費用（事前に分かる場合と、契約を結んだ後の場合）。"
            "ある国からの供給が1年間止まると何がどれだけ、何日目から不足するか。",
        ),
        Line(
            "Why  理由",
            "What each rule costs, why an option is not used, how sure the plan is, which figures"
            " to check first, and what would mend rules that clash.",
            "各条件の費用、供給元を使わない理由、計画の確かさ、最初に確かめる数値、"
            "条件が矛盾する場合の直し方。",
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
            " All other sheets are optional. While Countries is empty, any name of a country will"
            " do (codes such as VNM are best); once it has rows, Supply uses the names there."
            " A route is optional: without one, CO2 counts only where Supply gives it."
            " Headers of needed columns are dark blue.",
            "必須は Settings の2つの年と、Materials、Demand、Supply の3シートです。"
            "ほかのシートは任意です。Countries が空なら国名は自由です（VNM などの国コードを推奨）。"
            "記入した場合は Supply でその名前を使います。製法（route）は任意で、空欄の供給元の"
            " CO2 は Supply に記入した分だけになります。必須の列は見出しが濃い青です。",
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
            "Start with Materials, then Countries and Routes if you use them: the drop-down lists"
            " of the other sheets offer the names written there. Leave no blank rows between them.",
            "Materials（使う場合は Countries、Routes も）から始めると、そこに書いた名前が"
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
            "Warnings  警告",
            "check and plan name figures that look like slips; they stop nothing. If one is right,"
            " write in the note of its row 'checked price: why' (the column's name for price; a"
            " year for a year): it is listed as explained and no longer counted. SupplyByYear takes"
            " the note on Supply, Changes the one on Scenarios.",
            "check と plan は、誤記らしい値を警告します（計算は止まりません）。正しい値なら、"
            "その行の備考に「確認済み price: 理由」と書くと（price は列名、年の列なら西暦）、"
            "説明済みとして件数から除かれます。SupplyByYear は Supply の備考、"
            "Changes は Scenarios の備考に書きます。",
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
            "Demand and SupplyByYear have one column a year, headed by the year (2027; also FY2027,"
            " 2027年度 or a date in that year). You may add years; years outside the plan are not"
            " used.",
            "Demand と SupplyByYear は1年に1列で、見出しは西暦です（2027。FY2027、2027年度、"
            "その年の日付も可）。列は追加できます。計画期間外の年は使われません。",
        ),
        Line(
            "Your own  自由な追加",
            "Columns may be moved. Begin the names of your own sheets, columns and settings with #"
            " or _ (#memo, _work): those are left alone. Other unknown names get a warning: they"
            " may be slips. Do not rename sheets or English headers, and leave nothing under a"
            " blank header. If you use formulas, save the file in Excel before running.",
            "列の順序は変えられます。独自のシート、列、設定項目は、名前を # か _ で始めてください"
            "（#メモ、_作業）。計算に使われません。それ以外の未知の名前は、誤記かもしれないため"
            "指摘します。シート名と英語の見出しは変えず、見出しが空欄の列には何も書かないでください。"
            "数式を使う場合は、実行前に Excel で保存してください。",
        ),
    ),
)

WHAT_IFS = Section(
    "What-ifs: sheets Scenarios and Changes",
    "もしもの場合: Scenarios と Changes",
    (
        Line(
            "Scenarios",
            "One row for each what-if. Rows with active = no are not run. The probabilities add up"
            " to 1 at most; what is left belongs to the base case. The names base and expected are"
            " reserved.",
            "もしもの場合を1行に1つ書きます。active が no の行は計算しません。確率の合計は"
            "1以下とし、残りは基本ケースの確率です。base と expected は予約された名前です。",
        ),
        Line(
            "Changes",
            "One row for each figure that changes. Blank selectors (mineral, material, country,"
            " route, supply) mean all; those filled in must all fit. Blank years mean the whole"
            " plan.",
            "変わる数値を1行に1つ書きます。mineral、material、country、route、supply の空欄は"
            "「すべて」です。記入した条件はすべてを満たす行だけに適用されます。"
            "年が空欄なら全期間です。",
        ),
        Line(
            "operation  演算",
            "multiply: figure x value. add: figure + value. set: the value itself. at_least: no"
            " less than the value. at_most: no more than the value.",
            "multiply は値を掛け、add は足し、set は値に置き換えます。at_least は値以上に、"
            "at_most は値以下にします。",
        ),
        Line(
            "Order matters  行の順序",
            "The rows of a scenario are applied from the top down, each to what the rows before it"
            " left: first x 0.5 and then + 10 is not the same as the other way round.",
            "1つのシナリオの行は上から順に、前の行の結果に適用されます。0.5倍してから10を足すのと、"
            "10を足してから0.5倍するのでは結果が違います。",
        ),
        Line(
            "Take-or-pay  引取義務",
            "What must be taken ends where what can be delivered ends: a change that lowers"
            " capacity lowers min_take with it.",
            "引取義務は納入できる量までです。capacity を下げると min_take もそこまで下がります。",
        ),
        Line(
            "contract, spot  契約とスポット",
            "commitment on sheet Supply: a contract is signed before it is known which scenario"
            " happens; spot is bought as needed.",
            "Supply の commitment です。contract はどのシナリオになるか分かる前に決め、"
            "spot は必要に応じて買います。",
        ),
        Line(
            "Plan held  計画維持",
            "Every scenario is answered twice. Re-planned: as if it had been known. Plan held: as"
            " signed. A contract delivers what was planned, as far as its capacity in the scenario"
            " allows; spot purchases adapt; stock may be drawn, but not raised above the plan's."
            " Contracts hold tonnes, not prices.",
            "各シナリオに2通り答えます。re-planned（再計画）は事前に分かっていた場合です。plan held"
            "（計画維持）では、契約は計画どおり（シナリオでの上限まで）、スポットは調整でき、"
            "在庫は取り崩せますが計画より増やせません。契約で固定するのは数量だけです。",
        ),
        Line(
            "tradeoff_gap",
            "On Settings: how far the trade-off surface may be from the true one, as a part of the"
            " range of the aims. Smaller takes longer. Blank is 0.01, that is 1 %.",
            "Settings の項目。トレードオフ面の許容誤差（各目的の幅に対する比率）です。"
            "小さいほど時間がかかります。空欄は0.01（1 %）です。",
        ),
        Line(
            "stress_pairs",
            "On Settings: yes also stops any two countries that the plan buys from at once."
            " Takes longer. Blank is no.",
            "Settings の項目。yes にすると、計画で購入している任意の2か国の同時停止も計算します。"
            "時間がかかります。空欄は no です。",
        ),
    ),
)

REASONS = Section(
    "Reasons: settings and plausible ranges (all optional)",
    "理由: 設定と想定範囲（すべて任意）",
    (
        Line(
            "price_low ... capacity_high",
            "On Supply: the lowest and highest price and capacity that are plausible. The plan"
            " does not use them: they show the loss if a figure is wrong. Where SupplyByYear gives"
            " other figures, those move in proportion.",
            "Supply の列。価格と上限の、想定される最小と最大です。計画には使わず、数値が外れた"
            "ときの損失を調べるために使います。SupplyByYear に値がある年は同じ比率で動かします。",
        ),
        Line(
            "range_b, range_c",
            "On Settings: how far a figure of grade B or C may be off, either way, where no range"
            " is given. Blank is 0.1 and 0.3: conventions, not measurements.",
            "Settings の項目。個別の範囲がない確度B・Cの数値の想定幅（上下）です。"
            "空欄は0.1と0.3で、実測ではなく目安です。",
        ),
        Line(
            "sure_within",
            "On Settings: how much worse each aim may be in a near-optimal plan."
            " Blank is 0.001, that is 0.1 %.",
            "Settings の項目。確かさを調べるとき、各目的の悪化をどこまで許すかです。"
            "空欄は0.001（0.1 %）です。",
        ),
        Line(
            "alternatives_within",
            "On Settings: how much more an alternative plan may cost; unless the objective is cost,"
            " HHI and CO2 may be worse by as much. Blank is 0.05, that is 5 %.",
            "Settings の項目。代替案に許す費用の増加率です。目的が cost 以外なら、HHIとCO2の悪化も"
            "同じ率まで許します。空欄は0.05（5 %）です。",
        ),
        Line(
            "explain",
            "On Settings: no leaves the reasons out and saves some seconds. Blank is yes.",
            "Settings の項目。no にすると理由を省き、計算が数秒短くなります。空欄は yes です。",
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
        Line(
            "Stop  中断",
            "A run takes some seconds; after 2 seconds it prints what it is doing. Ctrl+C stops it"
            " and leaves earlier results whole.",
            "計算は数秒です。2秒を過ぎると処理中の内容を表示します。Ctrl+C で中断でき、"
            "以前の結果はそのまま残ります。",
        ),
    ),
)

READING = Section(
    "How to read the result",
    "結果の読み方",
    (
        Line(
            "1  Summary",
            "Start here: sources, cost, concentration, CO2 and shortage, beside today's mix; then"
            " the worst stops and the worst scenario; then why: the most costly rules, how sure the"
            " plan is, and the five figures to check first.",
            "最初に見るシートです。調達先、費用、集中度、CO2、不足を現状と並べて示し、"
            "続いて最悪の供給途絶とシナリオ、理由（費用の大きい条件、確かさ、最初に確かめる5つの数値）を"
            "示します。",
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
            "8  Measures",
            "What was optimised and its parts, beside today's mix (baseline).",
            "最適化した指標とその内訳。baseline は現状の推計値です。",
        ),
        Line(
            "9  Tradeoff",
            "Plans of which none is better in cost, HHI and CO2 at once, from the cheapest on, and"
            " what the next steps cost. TradeoffSurface holds all points that span the surface.",
            "費用、HHI、CO2を同時には改善できない計画（安い順）と、次の一段の費用。"
            "TradeoffSurface には面を張るすべての点があります。",
        ),
        Line(
            "10  Curves",
            "Cost against HHI for each mineral, the others kept as in the plan.",
            "鉱種ごとの費用とHHIの関係。ほかの鉱種は計画どおりとします。",
        ),
        Line(
            "11  Scenarios",
            "Every active scenario, re-planned and plan held, and the means by probability. cost"
            " counts shortages at their cost, spending does not. With a shortage the HHI falls.",
            "有効な各シナリオの再計画と計画維持、確率による平均。cost は不足損失を含み、"
            "spending は含みません。不足があるとHHIは下がります。",
        ),
        Line(
            "12  Compare",
            "Choose two answers in the two yellow cells; the figures below follow.",
            "2つの黄色のセルで答えを選ぶと、下の数値が変わります。",
        ),
        Line(
            "13  Regret",
            "What each candidate plan costs in each scenario, above the best of the candidates"
            " there. It compares cost only.",
            "各シナリオで、各候補計画の費用が候補の中の最小をどれだけ上回るか。費用だけの比較です。",
        ),
        Line(
            "14  StressMatrix",
            "Days of demand that are short if a country delivers nothing for a year, the days until"
            " the first shortage, and the extra cost. Rules of sheet Limits do not hold then.",
            "ある国からの供給が1年間止まったときの不足日数、最初の不足までの日数、追加費用。"
            "このとき Limits の条件は適用しません。",
        ),
        Line(
            "15  Rules, RuleCosts",
            "What each limit costs. Rules: the change if one input cell rises by one unit, by year;"
            " a minus is a saving. It holds from holds_from to holds_to. tenth is the saving of a"
            " limit a tenth looser. RuleCosts: a rule in all its years; whole is the saving of a"
            " new plan without it.",
            "条件の費用。Rules は入力セルの値を1単位「上げた」ときの増加額（年別、負は節約）です。"
            "holds_from から holds_to の間で成り立ち、tenth は1割緩めたときの節約です。"
            "RuleCosts は条件ごとの全年の値で、whole はその条件なしで計画し直した差です。",
        ),
        Line(
            "16  WhyNot",
            "Why an option is not used to the full, and the price at which it would be used. The"
            " reason is its price, HHI, CO2, a rule, balance (its next tonne costs as much as it is"
            " worth) or tie (another option is equally good). checked = yes: confirmed by solving"
            " again just below and above that price.",
            "供給元を上限まで使わない理由（価格、HHI、CO2、制約、均衡＝次の1トンが価値と釣り合う、"
            "同順位＝別の供給元でも同じ）と、採用される価格。checked が yes なら、"
            "その価格のすぐ下とすぐ上で解き直して確認済みです。",
        ),
        Line(
            "17  HowSure",
            "The least and most tonnes of each option and country in near-optimal plans. A group of"
            " options that can replace each other has only its sum.",
            "準最適な計画での、供給元別・国別の最少と最多の数量。入れ替え可能な組は、"
            "内訳が決まらないため合計の範囲を示します。",
        ),
        Line(
            "18  Alternatives",
            "Up to five near-optimal plans that buy elsewhere, beside the plan.",
            "調達先が異なる準最適な計画（最大5つ）を、計画と並べて示します。",
        ),
        Line(
            "19  Sensitivity",
            "The value of a figure of grade B or C at which the plan changes. Loss: contracts and"
            " stock held as planned, spot adapted, beside a plan made with perfect information;"
            " HHI and CO2 count in money, too. A blank loss: the plan could not be held.",
            "確度B・Cの数値がいくらになると計画が変わるか。損失は、契約と在庫を計画のまま維持し"
            "スポットを調整した場合と、完全情報による計画との差です（HHIとCO2も金額で数えます）。"
            "空欄は、計画を維持できない場合です。",
        ),
        Line(
            "20  ShortageCauses",
            "Only if demand is unmet: by how much the shortage falls without each rule alone.",
            "需要を満たせない場合のみ。各条件を1つだけ外したときに減る不足量。",
        ),
        Line(
            "Conflict, Repairs",
            "Instead of all these, if no plan obeys all hard rules: the rules that clash, and a"
            " menu of changes, each tried out. Only limits, min_take and max_share are changed.",
            "厳守条件が矛盾し計画が存在しない場合は、矛盾する条件と、検証済みの修正案だけを示します。"
            "変更の対象は Limits の制約、min_take、max_share です。",
        ),
        Line(
            "Warnings",
            "Figures of the input that look odd, with cell and reason; the banner of Summary is"
            " amber while any counts.",
            "入力のうち疑わしい値のセルと理由。警告があれば Summary の見出しが橙色になります。",
        ),
        Line(
            "21  Checks",
            "Excel formulas compute the main figures of the plan once more and say PASS or FAIL.",
            "計画の主な数値を Excel の数式で計算し直し、PASS（一致）か FAIL（不一致）を示します。",
        ),
        Line(
            "22  Run",
            "Versions, input file, state of the solution and times, for the record. The sheets"
            " between Checks and Run hold the same answers in full.",
            "プログラムの版、入力ファイル、計算の状態、所要時間の記録。"
            "Checks と Run の間のシートには、すべての数値があります。",
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
            "The step is a year: seasons and delivery times within a year are not seen. Within a"
            " year everything flows evenly; a stop lasts a calendar year.",
            "計算は年単位です。年内の季節変動や輸送日数は扱いません。年内の流れは均等とし、"
            "供給途絶は暦年単位です。",
        ),
        Line(
            "Foresight  見通し",
            "Within a scenario all its years are known from the first one. No plan is made against"
            " several scenarios at once.",
            "シナリオの中では、初年から全期間を見通せるものとします。"
            "複数のシナリオに同時に備える計画は作りません。",
        ),
        Line(
            "Reasons  理由",
            "Prices of rules hold for small changes and do not add up. Figures are tried one at a"
            " time; a wrong spot price costs nothing by itself, as spot purchases know all years."
            " Repairs change rules, not capacities.",
            "条件の価格は小さな変化についての値で、合計できません。数値は1つずつ試します。スポット購入は"
            "全期間を見通すため、スポット価格を読み違えても、それ自体の損失はゼロになります。"
            "修正案が変えるのは条件だけで、能力は変えません。",
        ),
        Line(
            "Data  データ",
            "The results are as good as the figures filled in.",
            "結果の確かさは、記入された数値の確かさで決まります。",
        ),
    ),
)
