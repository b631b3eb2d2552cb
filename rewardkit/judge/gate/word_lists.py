"""Words that announce an answer without being one, in the languages of common training data.

A completion made only of these says nothing that could be right or wrong. They are single words
and not whole phrases, so that any order and combination of them is known.
"""

from __future__ import annotations

_SPACED = """
a an the this that these it is are be was will would can could should shall may might must i we
you us me my our your let lets s ll re ve m d do does did go going to of by for in on at from with
and or so then now here there first firstly second next finally final last begin beginning start
starting started step steps stepwise solve solving solved solution solutions answer answers answer
answering response respond reply result results think thinking thought thoughts process reasoning
reason analysis analyze analyse explanation explain explaining explained details detailed detail
problem problems question questions task exercise query following follows below above carefully
careful slowly together through out find finding found compute computing calculate calculation
determine consider considering proceed work working understand break down up okay ok sure certainly
course absolutely yes well alright right great good happy help glad please note how what need know
want given provided information approach method strategy plan proof conclusion therefore thus hence
correct true about though over again more little bit both each all any also just let's try trying
attempt approach tackle address show showing write writing look looking see check checking verify
work working simple simply easy easily quickly following interesting challenge math maths
mathematical restate rephrase dive ans formula equation expression using use apply applying
solucion respuesta resolvamos resolver vamos paso pasos por a el la los las un una este esta de del
en es que proceso pensamiento razonamiento problema pregunta ejercicio explicacion claro primero
empecemos veamos analicemos pensemos y para procedimiento desarrollo comenzar comencemos mi
ejemplo siguiente siguientes calculemos calculo
solution reponse resolvons resoudre etape etapes par le la les ce cet cette un une du des de d l
raisonnement processus pensee reflexion probleme question exercice voici commencons voyons d abord
analysons explication bien sur et pour pensons reflechissons analyse calculons calcul procedons
ensemble
commencer methode repondre repondons demarche on peut nous allons
losung antwort losen lasst lass uns wir schritt schritte fur fur dieses diese dieser das die der
den ein eine gedankengang denkprozess uberlegung problem aufgabe frage erklarung zuerst zunachst
beginnen nun jetzt hier ist und naturlich ergebnis denken wie folgt folgende losungsweg
losungsweg rechnung berechnen nachdenken uberlegen losen gehen vor
soluzione risposta risolviamo risolvere passo per il lo la i gli le questo questa un una di del
processo pensiero ragionamento problema domanda spiegazione iniziamo vediamo ecco certo e
procedimento svolgimento pensiamo analizziamo calcoliamo ragioniamo
solucao resposta resolver vamos passo a o os as este esta esse um uma do da de processo pensamento
raciocinio problema pergunta explicacao claro primeiro comecemos e para pensemos analisemos
vejamos calculemos solucionar desenvolvimento
oplossing antwoord laten we dit probleem stap voor stap oplossen denkproces het de een vraag uitleg
losning svar lad os la oss lat lose los losa dette denne detta problem problemet trin for steg trinn
tankeproces tankegang resonemang vi skal skal forst
rozwiazanie odpowiedz rozwiazmy rozwiazac ten problem zadanie krok po kroku proces myslenia myslowy
cozum cevap yanit bu problemi sorunu adim cozelim dusunce sureci
решение ответ давайте давай решим решать эту этот эта задачу задача задачи проблему шаг за шагом по
шагам ход процесс мысли мыслей мышления рассуждение рассуждения рассуждаю объяснение вопрос сначала
итак хорошо вот мы и рассуждаем рассуждать рассудим пошагово поэтапно подумаем подумать думаем
разберем разберемся начнем рассмотрим вычислим вычисление вычисления моих мой ваш ниже следующее
рішення розв'язання відповідь розвяжемо цю задачу крок за кроком
الحل حل الاجابه اجابه الجواب جواب دعونا دعنا نحل هذه هذا المساله المشكله خطوه بخطوه عمليه التفكير
تفكير السؤال الشرح هو هي كالتالي
समाधान हल उत्तर जवाब आइए आइये इस समस्या को हल करें चरण दर विचार प्रक्रिया का की
giai phap loi dap an cau tra hay chung ta bai toan nay tung buoc qua trinh suy nghi
ratkaisu vastaus ratkaistaan tama ongelma vaihe vaiheelta askel askeleelta ajatusprosessi mietitaan
reseni odpoved pojdme to vyresit vyresme tento priklad ulohu krok za krokem myslenkovy postup uvaha
riesenie odpoved vyriesme tento problem postup
megoldas valasz oldjuk meg ezt a feladatot lepesrol lepesre gondolatmenet
λυση απαντηση ας λυσουμε αυτο το προβλημα βημα προς βημα σκεψη σκεφτουμε διαδικασια σκεψης
פתרון תשובה בואו נפתור את הבעיה הזו צעד אחר שלב
راه حل پاسخ جواب بیایید این مسئله را گام به حل کنیم مرحله روند تفکر
solutie raspuns sa rezolvam aceasta problema pas cu rationament
решение отговор нека решим този проблем стъпка по
rjesenje resenje odgovor rijesimo resimo ovaj zadatak korak po
penyelesaian jawapan selesaikan langkah pemikiran saya
sagutan solusyon lutasin natin ang problemang ito hakbang
সমাধান উত্তর আসুন এই সমস্যাটি ধাপে সমাধান করি
தீர்வு பதில் விடை
suluhisho jibu tutatue tatizo hili hatua kwa
పరిష్కారం సమాధానం జవాబు ಪರಿಹಾರ ಉತ್ತರ പരിഹാരം ഉത്തരം ઉકેલ જવાબ ઉત્તર ਹੱਲ ਜਵਾਬ ਉੱਤਰ ସମାଧାନ ଉତ୍ତର
උත්තරය විසඳුම පිළිතුර उपाय उत्तरम् समाधानम् সমাধান ဖြေရှင်းချက် အဖြေ ដំណោះស្រាយ ចម្លើយ ວິທີແກ້ ຄຳຕອບ
datrysiad ateb reiteach freagra fuasgladh freagairt ebazpena erantzuna soluzioa solucio resposta
resitev resenje rjesenje odgovor risinajums atbilde sprendimas atsakymas lahendus vastus lausn
svar zgjidhja zgjidhje pergjigje pergjigjja solutie raspuns soluzzjoni twegiba tweġiba oplossing
antwoord antwurd leisung antwert solvo respondo solutio responsum lahatra valiny vahaolana
resolusi penyelesaian jawapan solusyon kasagutan tubag sulosyon hwb ufumbuzi suluhu jawabu amsa
mafita magance ojutu idahun azịza ngwọta isisombululo impendulo isixazululo oplossing tharollo
karabo mhinduro mhinduriro xal jawaab furmaata deebii መፍትሄ መልስ լուծում պատասխան ამოხსნა
პასუხი გადაწყვეტა həlli həll cavab yechim javob шешім жауап чечим жооп хариу шийдэл хариулт
чишү җавап
ҳал ҷавоб چارەسەر وەڵام حل جواب حلول פתרון תשובה לייזונג ענטפער рашэнне адказ
отговор решение решење одговор решенија rishenie otvet otgovor solución resposta
soluciou responso solusion chay sulucao gaputut sebulan lutas hala tali fofo ratnes lahendamine
solution solutions answer answers
solusi jawaban mari kita selesaikan masalah ini langkah demi proses berpikir pemikiran
"""
# Scripts without spaces: phrases that are taken off, the longest first.
_JOINED = """
让我们 讓我們 我们 我們 一步一步 一步步 逐步 步骤 步驟 第一步 首先 来 地 解决 解決 解答 解题
解題 解法 解析 解 答案 回答 答 分析 思考 推理 过程 過程 问题 問題 题目 題目 这个 這個 此 该 該
的 这道 這道 题 題 好的 好 当然 當然 开始 開始 最终 最終 結論 结论 结果 結果 说明 說明 解释 解釋
思路 正解 答えは 一歩ずつ 一歩一歩 ステップ 段階的に 順番に バイ ずつ この 解いて いき いく みま
いきましょう みましょう ましょう しょう 考えて 考え 考える 解き 問題 解答 答え 回答 かいせつ
解説 かいとう こたえ プロセス 思考 過程 まず では さあ を に は が の で て し す 풀이 해결 해답
정답 답변 답 해설 단계별로 단계 단계적으로 차근차근 문제를 문제 이 풀어 풀어봅시다 봅시다
보겠습니다 생각 과정 사고 먼저 를 을 은 는 로 คำตอบ วิธีทำ วิธี เฉลย มา แก้ ปัญหา นี้ ที ละ ขั้น
ตอน กระบวนการ คิด ทีละขั้นตอน กัน
"""

# Words that go with an announcement and may be an answer when they stand alone.
_ALONE = """
a an the this that these it is are be was will would can could should shall may might must i we you
us me my our your s ll re ve m d do does did go going to of by for in on at from with and or so then
now here there first firstly second next finally final last begin beginning start starting started
results result process reason analysis details detailed detail task exercise below above carefully
slowly together about over again more little bit both each all any also just simple simply easy
easily quickly using use write see check try through out find finding found work down up okay ok
sure certainly course absolutely
yes well alright right great good please note how what need know want given provided
information approach method strategy plan proof conclusion therefore thus hence correct true claro
certo un una une uno el la los las le les il lo de del di da die der das den ein eine het een den
para por pour per in si sur bien ok por a o e y et und och og i и по это этот on peut mi wie to meg
ezt
ας το sa cu pas את را به این
"""
# The same for the scripts without spaces: particles, and words of assent.
_JOINED_ALONE = """
来 地 这个 這個 此 该 該 的 这道 這道 好的 好 当然 當然 我们 我們 首先 第一步 この いく みま
まず では さあ を に は が の で て し す バイ ずつ しょう ましょう みましょう いきましょう 이
를 을 은 는 로 먼저 봅시다 보겠습니다 มา นี้ ที ละ กัน
"""
WORDS = frozenset(_SPACED.split())
ALONE = frozenset(_ALONE.split())
PHRASES_ALONE = frozenset(_JOINED_ALONE.split())
PHRASES = tuple(sorted(_JOINED.split(), key=len, reverse=True))
