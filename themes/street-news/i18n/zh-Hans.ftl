# 主题的简体中文用语。
# 汉字与数字、汉字与拉丁字母之间不加空格。

# 页面框架
skip-to-content = 跳到正文
public-record = 公开记录
public-record-of = { $name }公开记录
text-size = 字号
text-size-label = 字号
text-smaller = 小号字
text-normal = 中号字
text-larger = 大号字
text-letter-small = 小
text-letter-normal = 中
text-letter-large = 大
theme = 外观
theme-light = 浅色
theme-dark = 深色
languages = 语言
menu = 菜单
main-menu = 主导航
breadcrumb = 当前位置
sample = 示例
sample-reason = 为演示而虚构
sample-strip = 标有“示例”的条目系为演示而虚构，其中的姓名、票数、点评和承诺均非事实。
sample-entries = 标有此字样的条目均为虚构。
published-by = 发布单位：
footer-promise = 每一页都注明来源、审核人和更正情况。
footer-record = 查阅
footer-reuse = 数据与订阅
footer-about = 关于
contact = 联系方式：{ $address }
made-with = 由{ $name }生成
imprint = { $site }。{ $title }。{ $address }
imprint-front = { $site }。{ $address }
imprint-sample = 标有“示例”的内容均为虚构。

# 一行之中两部分之间
# 也用在姓名与职务之间，所以是逗号；姓名的并列见 list-and。
list-comma = 、
clause-comma = ，
clause-gap = ；
sentence-space = {""}

# 记录
key-facts = 基本情况
on-this-page = 本页内容
print = 打印
copy-link = 复制链接
link-copied = 链接已复制
not-recorded = 未记载
attachments = 附件
sha256 = SHA-256
source-and-review = 来源与审核
source = 来源
corrections = 更正
corrections-none = 暂无。
reviewed = 审核
previous-and-next = 上一条和下一条
neighbor-none = 无

# 首页
emphasis-sentence = 会议强调。
read-meeting = 阅读会议报道
latest-reports = 书记最新述职
latest-meetings = 最近会议
news = 街道新闻
commitments = 承诺事项
archive-by-year = 历年档案

# 会议
named-no-report = 原文提及，报告未存档
emphasis = 会议强调
organization = 组织
ballots = 票数
grade = 结果
ballots-and-grade = 各组织的票数和结果

# 汇编
read-as-one-page = 合并为一页阅读
meeting-page = 会议页面
contents = 目录
earlier-years = 往年
volumes = 会议汇编

# 述职报告
assessment = 测评
earlier-commitments-answered = 本报告回应的以往承诺
organization-page = 组织页面

# 系列
series = 系列
new-secretary = 新任书记
filed-no-grade = 已提交，等次未公布
not-filed = 未提交
reports-filed = 已提交报告
ballots-per-secretary = 参加测评人数
filed-by-year = 历年提交报告
ballots-by-year = 历年票数分布
meetings = 会议
not-published = 未公布

# 人物和组织
assessments = 历次测评
reports = 述职报告

# 列表
entries = 条目
list-pages = 列表分页
by-year = 按年份
every-year = 各年份

# 承诺跟踪
tracker = 承诺跟踪
show = 显示
commitment = 承诺
status = 状态
who = 承诺人
due = 期限
latest-follow-up = 最新进展
how-status-is-given = 状态怎样认定。
how-status-is-given-text = 以档案中最近一次记载为准，并列出日期和佐证。“无后续记录”是指十二个月内没有新的记载。

# 文章
about-meeting = 相关会议

# 找不到的页面
page-not-found = 页面不存在
page-not-found-text = 记录更正时，页面地址可能已经改动。
page-moved = 页面地址已变更
page-moved-to = 现地址为：

# 由程序组成句子的用语

# 语言
language-own = 中文
language-en = 英文
language-zh = 中文
language-zh-Hans = 简体中文
not-translated = 本条记录尚未译成中文，以{ $language }显示。

# 并列和句子
list-and = 、
sentence-gap = ；
group-count = { $group }（{ $count }人）
name-and-year = { $name }，{ $year }年度
name-and-report = { $name }{ $year }年度述职报告
role-in = { $name }{ $role }
place-within = { $outer }{ $inner }
name-not-published = 姓名不公开

# 日期
date-day = { $year }年{ $number }月{ $day }日
date-month = { $year }年{ $number }月
date-year = { $year }年
weekday-date = { $date }{ $weekday }
day-and-time = { $day }{ $time }
time-span = { $from }至{ $to }
until = 至{ $date }
since-year = { $year }年度起
month-1 = 1月
month-2 = 2月
month-3 = 3月
month-4 = 4月
month-5 = 5月
month-6 = 6月
month-7 = 7月
month-8 = 8月
month-9 = 9月
month-10 = 10月
month-11 = 11月
month-12 = 12月
month-1-short = 1月
month-2-short = 2月
month-3-short = 3月
month-4-short = 4月
month-5-short = 5月
month-6-short = 6月
month-7-short = 7月
month-8-short = 8月
month-9-short = 9月
month-10-short = 10月
month-11-short = 11月
month-12-short = 12月
month-unknown = 月份未记载
weekday-1 = 星期一
weekday-2 = 星期二
weekday-3 = 星期三
weekday-4 = 星期四
weekday-5 = 星期五
weekday-6 = 星期六
weekday-7 = 星期日
time-morning = 上午
time-noon = 中午
time-afternoon = 下午
time-evening = 晚上

# 网站栏目
front-page = 首页
people = 人物
organizations = 组织
topics = 专题
topic = 专题
archive = 档案
atom-feed = Atom订阅
all-reports = 全部述职报告
all-meetings = 全部会议
all-news = 全部新闻
all-years = 全部年份

# 首页
holdings-meetings = { $count }场会议
holdings-reports = { $count }份述职报告
holdings-stories = { $count }条新闻
held-on = { $day }召开。
status-on = { $status }：{ $day }。
at-a-glance = { $year }年度测评一览
glance-meta = 每位书记的票数，按述职顺序排列。
glance-foot = 右侧为评“{ $grade }”的票数和总票数。
every-ballot = 查看全部票数
count-of = { $count }/{ $total }票
promises-since = 项承诺，{ $year }年以来在述职评议会上作出。
open-tracker = 查看承诺跟踪

# 基本情况
not-given = 原文未载
place = 地点
organizer = 主办
chair = 主持
speakers = 讲话
attending = 参会
in-attendance = 列席
apologies = 请假
absent = 缺席
attendance = 人数
present-of-expected = 应到{ $expected }人，实到{ $present }人
expected-only = 应到{ $count }人
agenda = 议程
agenda-count = { $count }项，原文未列明
commentary = 点评
commentary-one-by-one = 主持人逐一点评
commentary-grouped = 主持人分组点评
reports-given = { $count }份
reports-one-by-one = { $count }份，逐一述职
reports-selected = { $count }份，选定人员述职
reports-written = { $count }份，书面述职
minutes = 会议记录
minutes-adopted = 已通过
minutes-draft = 草案
document-number = 文号
index-number = 索引号
disclosure = 公开类别
secretary = 书记
secretaries = 历任书记
secretary-not-recorded = 书记未记载
year-covered = 述职年度
work-year = { $year }年度
heard = 述职日期
submitted = 提交日期
in-post-since = { $date }起任职
published = 发布日期
author = 作者
editor = 编辑
photographer = 摄影
kind = 类别
parent = 上级
founded = 成立
dissolved = 撤销
successor = 承接单位
now = 现任
earlier = 曾任
chaired = 主持会议

# 署名
published-on = { $date }发布。
by-author = { $name }撰稿。
by-editor = { $name }编辑。
by-photographer = { $name }摄影。
minutes-of-reading = 约读{ $count }分钟。
photo-credit = 图片：{ $name }
written-not-spoken = 书面述职

# 数字
figure-agenda = 项议程
figure-reported = 名书记述职
figure-reported-one-by-one = 名书记逐一述职
figure-decisions = 项决定
figure-suggestions = 点建议
figure-present = 人到会

# 汇编
annual-volume = { $year }年度汇编
volume-of = { $date }会议汇编
volume-meeting = 会议报道
volume-place = 地点：{ $place }。
volume-chair = 主持：{ $name }。
volume-head = { $number }　{ $name }
volume-foot = { $site }{ $name }
open-commitments = 未了承诺
open-none = 共作出{ $count }项承诺，均已了结。
edition = 版次
record-until = 记录截至{ $date }。
online = 网上版本

# 会议
series-year = { $year }年度{ $series }
year-of-work = { $year }年度
reports-in-order = 述职报告
reports-on-file = 共{ $given }份，存档{ $filed }份
reports-count = { $count }份述职报告
chaired-by = 主持：{ $name }
comment = 点评
comments = 点评
chair-comment = 主持人点评
comment-by = { $name }点评
comment-at = { $date }会议
comment-at-on-behalf = 代表{ $behalf }，{ $date }会议
decisions-count = { $count ->
    [1] 一项决定
    [2] 两项决定
    [3] 三项决定
    [4] 四项决定
    [5] 五项决定
    [6] 六项决定
    [7] 七项决定
    [8] 八项决定
    [9] 九项决定
    [10] 十项决定
   *[other] { $count }项决定
}
suggestions-count = { $count ->
    [1] 一点建议
    [2] 两点建议
    [3] 三点建议
    [4] 四点建议
    [5] 五点建议
    [6] 六点建议
    [7] 七点建议
    [8] 八点建议
    [9] 九点建议
    [10] 十点建议
   *[other] { $count }点建议
}
put-forward-by = { $name }提出。
put-forward-on-behalf = { $name }代表{ $behalf }提出。
on-behalf-of = 代表{ $behalf }提出。
not-in-source = 原文缺此条，序号保留。
moved-by = { $name }提议。
seconded-by = { $name }附议。
votes = 表决：{ $votes }。
votes-for = 赞成{ $count }票
votes-against = 反对{ $count }票
votes-abstain = 弃权{ $count }票
previous-in-series = 上一次
next-in-series = 下一次

# 状态
scheduled = 待召开
scheduled-text = 会议尚未召开。
cancelled = 已取消
postponed = 已延期
no-reason-given = 未说明原因。
withdrawn = 已撤回
no-longer-public = 公示期已过
was-public-until = 公示至{ $date }止。
withdrawn-on = { $date }撤回。
draft = 草稿
draft-text = 本页尚未公开，仅供编写人员查看。

# 测评
assessment-on-the-spot = 现场测评
assessed-by-whom = 测评对象：{ $subject }；测评人：{ $by }。
assessed-by = 测评人：{ $by }。
assessed = 测评对象：{ $subject }。
assessed-by-participants = 参会人员
assessed-secretaries = 述职书记
method-on-the-spot = 现场测评。
method-form = 填表测评。
method-secret-ballot = 无记名投票。
method-show-of-hands = 举手表决。
method-score = 打分测评。
assessment-withheld = 测评结果不公开。
assessment-not-given = 测评结果未存档。
ballot-papers = 测评票：{ $counts }。
ballots-issued = 发出{ $count }张
ballots-returned = 收回{ $count }张
ballots-valid = 有效{ $count }张
ballots-of = { $grade }{ $count }票
abstained = 弃权
grade-not-published = 等次未公布

# 述职报告
report-title = { $name }{ $year }年度述职报告
report-title-plain = { $name }述职报告
order-of = 第{ $order }份，共{ $count }份
problems = 存在问题
cause = 原因：
year-by-year = { $name }历年情况
filed = 已提交
previous-speaker = 上一份报告
next-speaker = 下一份报告

# 系列
matrix-caption = { $first }年度至{ $last }年度的述职报告和结果，每行一个组织，每列一个年度
reports-of = 应有{ $count }份，存档{ $filed }份
filed-of = { $filed }/{ $count }份
voted = { $count }人
cell-named = 原文提及
cell-missing = 未提交
cell-not-yet-formed = 尚未成立
cell-dissolved = 已撤销
cell-outside = 无会议
cell-label = { $name }，{ $year }年度：{ $word }
shares-meta = 票数公开的各次述职评议会，全部票数的占比。
share-of-grade = { $grade }占{ $share }%
count-of-grade = { $grade }{ $count }票

# 人物和组织
terms-in-office = 任职经历
term-from-to = { $from }至{ $to }
term-from = { $from }至今
term-to = 至{ $to }
term-unknown = 任职时间未记载
reports-on-file-count = 份述职报告存档
assessments-meta = 历次述职测评的票数占比，仅限已公开的部分。
kind-village = 村
kind-community = 社区
kind-office = 街道
kind-committee = 委员会
kind-other = 其他
kind-many = { $kind }

# 承诺事项
commitments-title = 承诺了什么，落实得怎样
commitments-summary = { $count ->
    [1] 一项承诺，{ $year }年作出。承诺的原话不改，以后的报告只作补充。
   *[other] { $year }年以来作出的{ $count }项承诺。承诺的原话不改，以后的报告只作补充。
}
commitments-none = 档案中没有承诺事项。
responsible = 责任人：
made-for = { $year }年度述职时承诺。
made-and-due = { $year }年度述职时承诺，期限为{ $date }。
overdue-since = { $date }起逾期
no-evidence = 未附佐证
status-not-started = 未开始
status-in-progress = 进行中
status-ongoing = 长期坚持
status-done = 已兑现
status-partly-done = 部分兑现
status-not-done = 未兑现
status-carried-over = 结转
status-changed = 已调整
status-withdrawn = 已撤回
status-no-follow-up = 无后续记录
filter-all = 全部
filter-kept = 已兑现
filter-partly-kept = 部分兑现
filter-in-progress = 进行中
filter-open = 待办
filter-not-kept = 未兑现
filter-withdrawn = 已撤回
filter-no-follow-up = 无后续记录
filter-overdue = 已逾期

# 来源与审核
source-language = 语言：{ $language }。
machine-translated = 机器翻译。
review-first = 初审
review-second = 复审
review-final = 终审
review-by = { $level }：{ $name }
review-on = { $review }，{ $date }
review-digest = { $review }。文本摘要值：{ $digest }

# 列表
page-number = 第{ $number }页
newest = 最新
newer = 较新
older = 较早
meetings-summary = { $count ->
    [1] 一场会议。
   *[other] { $count }场会议，按召开日期排列，新的在前。
}
meetings-none = 档案中还没有会议。
reports-summary = { $count ->
    [1] 一份述职报告。
   *[other] { $count }份述职报告，最近一场会议的在前，同一场按述职顺序排列。
}
reports-none = 档案中还没有述职报告。
news-summary = { $count ->
    [1] 一条新闻。
   *[other] { $count }条新闻，按发布日期排列，新的在前。
}
news-none = 还没有发布新闻。
people-summary = { $count ->
    [1] 一名公职人员。
   *[other] { $count }名公职人员，按姓名排列。
}
people-none = 档案中还没有人物。
organizations-summary = { $count ->
    [1] 一个组织。
   *[other] { $count }个组织，按名录顺序排列。
}
organizations-none = 档案中还没有组织。
volumes-summary = 共{ $count }册，每册把一场会议和全部述职报告合为一个文件，可一页读完，也可打印成册；新的在前。
volumes-none = 还没有会议汇编：各场会议均无述职报告存档。
corrections-summary = { $count ->
    [1] 一处更正。更正前后的文字均予保留。
   *[other] { $count }处更正，新的在前。更正前后的文字均予保留。
}
corrections-empty = 至今没有更正。
topics-summary = { $count ->
    [1] 一个专题。
   *[other] { $count }个专题。
}
topic-none = 本专题还没有内容。
archive-summary = { $count ->
    [0] 档案中还没有内容。
    [1] 一个年份。
   *[other] { $count }个年份，按召开或发布日期归入。
}
year-summary = { $count ->
    [1] 一条记录。
   *[other] { $count }条记录，按召开或发布日期排列。
}
year-none = 这一年没有记录。
records-count = { $count }条记录

# 搜索
search = 搜索
search-the-record = 搜索档案
search-one = “{ $query }”：找到1条结果。
search-many = “{ $query }”：找到{ $count }条结果。
search-none = 没有找到“{ $query }”。
search-short = 请输入两个以上汉字。
search-waiting = 正在搜索……
search-failed = 搜索文件未能载入，请重试。
search-private = 搜索在您的浏览器中进行，输入内容不会发送到任何地方。
search-without-script = 搜索需要脚本，此处未能运行。以下目录可查到全部内容：
search-narrow = 缩小范围
search-results = 搜索结果
search-more = 更多结果
search-all = 全部
search-kind = 类别
search-year = 年份
other-pages = 其他页面
one-meeting = 会议
one-report = 述职报告
one-story = 新闻
one-person = 人物
one-organization = 组织
one-page = 页面
