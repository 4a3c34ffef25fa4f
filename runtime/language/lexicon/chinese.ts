/** The Chinese words of the grammar, as data; simplified, for `normalise.ts` has already turned the traditional ones. */
import type { LexiconEntry } from '../lexicon.ts';

export const CHINESE: readonly LexiconEntry[] = [
  // Wishes
  [
    { tag: 'set' },
    '设置|设定|设为|设成|设到|设置为|设置到|设置成|设置在|设定为|设定到|设定在|设|调到|调成|调至|调整到|' +
      '调整至|调节到|调整为|调为|调|调整|调节|改成|改为|改到|变成|开到|关到|打开到|切到|切换到|切换为|' +
      '切换成|切换|换到|换成|转到|转为|让|使',
  ],
  [{ tag: 'ensure' }, '确保|务必|保证'],
  [{ tag: 'keep' }, '保持|维持|控制在|保持在|维持在|稳定在|控制|保持为|一直保持'],
  [{ tag: 'keep', lean: 'raise' }, '加热到|升温到|加温到|加热至|升温至'],
  [{ tag: 'keep', lean: 'lower' }, '降温到|冷却到|降温至|冷却至'],
  [{ tag: 'switch', on: true }, '开'],
  [{ tag: 'switch', on: true, verb: true, facet: 'opening' }, '打开|开启'],
  [{ tag: 'switch', on: true, verb: true }, '启动|启用|开动|运行|点亮|激活|接通|开始'],
  [{ tag: 'switch', on: false }, '关'],
  [{ tag: 'switch', on: false, facet: 'stopping' }, '停'],
  [{ tag: 'switch', on: false, verb: true, facet: 'opening' }, '关闭|关掉|关上'],
  [{ tag: 'switch', on: false, verb: true }, '熄灭|关停|切断|停用|断开'],
  [{ tag: 'switch', on: false, verb: true, facet: 'stopping' }, '停止|停掉|停下|停下来'],
  [
    { tag: 'state', on: true },
    '开着|开着的|开的|运行中|运转|工作|亮|亮着|亮着的|启动着|按下|被按下|触发|在运行|在转|在工作|运行着|转着|正在运行|正在工作',
  ],
  [{ tag: 'state', on: false }, '关着|关着的|关的|停着|停着的|灭|灭着|灭着的'],
  [{ tag: 'not', on: false }, '没开|没有开|没开着|没有开着|没亮|没运行|没有运行|没打开|没有打开'],
  [{ tag: 'up' }, '高|大|多'],
  [{ tag: 'up', verb: true }, '调高|升高|提高|增加|加大|调大|开大|上调|加'],
  [{ tag: 'up', verb: true, measure: 'brightness' }, '调亮|变亮'],
  [{ tag: 'up', measure: 'temperature' }, '热|暖|暖和'],
  [{ tag: 'up', measure: 'brightness' }, '亮点|亮一点|亮一些|更亮'],
  [{ tag: 'down' }, '低|小|少'],
  [{ tag: 'down', verb: true }, '调低|降低|减少|减小|调小|开小|关小|下调|减'],
  [{ tag: 'down', verb: true, measure: 'brightness' }, '调暗|变暗'],
  [{ tag: 'down', measure: 'brightness' }, '暗'],
  [{ tag: 'down', measure: 'temperature' }, '冷|凉|凉快'],
  [{ tag: 'little' }, '一点|一些|一点点|点儿|稍微|一点儿|些'],

  // Modes and the conversation's own verbs
  [
    { tag: 'lock' },
    '锁定|锁住|上锁|挂牌|上锁挂牌|挂牌上锁|挂牌锁定|锁上|锁|锁起来|挂锁|加锁|禁止合闸|禁止启动|禁止操作',
  ],
  [
    { tag: 'nobody' },
    '别让任何人|不要让任何人|别让人|不要让人|别让别人|不要让别人|不许任何人|禁止任何人|任何人不得|任何人都不得|任何人不许|任何人都不许|' +
      '任何人不准|任何人都不准|任何人不能|任何人都不能|任何人都别|谁都不许|谁也不许|谁都不准|谁也不准|谁都不能|谁也不能|谁都别|谁也别|大家都别|大家别',
  ],
  [
    { tag: 'unlock' },
    '解锁|解除锁定|摘牌|取下挂牌|摘掉挂牌|摘下挂牌|取下我的牌|摘下我的牌|释放|解除挂牌|取消锁定|取消挂牌',
  ],
  [{ tag: 'touch' }, '碰|动|操作|使用'],
  [{ tag: 'hand' }, '手动|手动控制'],
  [{ tag: 'auto' }, '自动|自动控制'],
  [{ tag: 'mode' }, '模式|挡'],
  [{ tag: 'because' }, '因为|由于|原因|原因是|理由'],
  [{ tag: 'cancel' }, '取消|中止|终止|取消掉'],
  [{ tag: 'undo' }, '撤销|撤回|撤消|还原|恢复上一步'],

  // Asking
  [
    { tag: 'show' },
    '查看|显示|看看|看一下|看下|列出|读取|读|检查|告诉我|查询|查一下|查|报告|看|检查一下|查看一下|读一下|显示一下|' +
      '给我看看|给我看|给我看一下|让我看看|让我看|让我看一下|瞧瞧|瞧一下',
  ],
  [
    { tag: 'picture' },
    '照片|图片|图像|画面|相片|影像|快照|拍照|拍张照|拍张照片|拍一张|拍一张照|拍一张照片|拍个照|拍照片',
  ],
  [
    { tag: 'see' },
    '看到|看见|看得到|看得见|见到|拍到|能看到|能看见|能看得到|你能看到|你能看见|你看到|你看见|你看得到|你看得见',
  ],
  [{ tag: 'plot' }, '画|画出|画一下|画一张|绘制|曲线|曲线图|图表|趋势|走势|趋势图'],
  [
    { tag: 'table' },
    'csv|导出|导出为|导出成|导出到|导出csv|导出为csv|导出成csv|导出为表格|导出成表格|的csv|csv文件|的csv文件|做成表格|以表格形式',
  ],
  [{ tag: 'topic', topic: 'pins' }, '引脚|针脚|管脚'],
  [{ tag: 'topic', topic: 'status' }, '状态|情况|概况|总览'],
  [{ tag: 'topic', topic: 'tasks' }, '任务|计划|日程|安排|在做什么|在干什么|你在做什么'],
  [{ tag: 'topic', topic: 'things' }, '设备|装置|东西'],
  [{ tag: 'topic', topic: 'doctor' }, '系统自检|自检|体检|检查系统|诊断'],
  [
    { tag: 'topic', topic: 'boards' },
    '板子|控制板|开发板|主板|节点|板|控制板在线|控制板离线|板子在线|板子离线|节点在线|在线|离线|掉线',
  ],
  [{ tag: 'topic', topic: 'journal' }, '日志|记录|操作记录|历史|历史记录'],
  [
    { tag: 'topic', topic: 'help' },
    '帮助|你能做什么|你会什么|能做什么|怎么用|你能干什么|使用说明|我能说什么',
  ],
  [
    { tag: 'ask' },
    '多少|多|几|什么|哪|哪个|哪些|哪里|哪儿|怎么样|怎样|是否|是不是|有没有|请问|几个|多高|多低|多大|咋样|是几|各是',
  ],
  [{ tag: 'ask', measure: 'temperature' }, '多少度|多热|多冷|热不热|冷不冷|几度|多少摄氏度'],
  [{ tag: 'ask', measure: 'brightness' }, '多亮|亮不亮|暗不暗'],
  [{ tag: 'ask', measure: 'humidity' }, '多湿|湿不湿|干不干'],
  [{ tag: 'ask', measure: 'fill' }, '满不满|多满|多少水|还有多少水|还剩多少水'],
  [
    { tag: 'ask', on: true },
    '开没开|开不开|有没有开|开了没|开了没有|开着没|开着没有|开着不|有没有打开|有没有运行|是不是开着|在不在运行',
  ],
  [{ tag: 'ask', on: false }, '关没关|关了没|关了没有|关着没|关着没有|有没有关|关好没|关好了没'],
  [{ tag: 'how-to' }, '怎么|如何|怎样才能|怎么才能'],
  [{ tag: 'why' }, '为什么|为啥|为何|怎么会|什么原因|干嘛|什么时候|何时'],
  [{ tag: 'who' }, '谁|是谁|哪个人'],
  [
    { tag: 'happened' },
    '发生了什么|发生什么|怎么了|怎么回事|出了什么事|什么情况|发生了什么事|出什么事了|发生过什么|刚才怎么了',
  ],
  [
    { tag: 'broken' },
    '坏了|坏掉了|坏掉|故障|故障了|出故障了|失灵|失灵了|卡住了|卡住|没反应|不转|不转了|不动了|不工作|不工作了|不运行|不亮|不亮了|' +
      '打不开|打不开了|开不了|启动不了|关不掉|不出水|不出水了|转不动|不启动|没法启动|无法启动|不能启动',
  ],
  [{ tag: 'be' }, '是'],
  [
    { tag: 'may' },
    '能|可以|能不能|可不可以|能否|可否|可|会|会不会|该|应该|要不要|该不该|好吗|行吗|好不好|可以吗|行不行|需要|需不需要|必须',
  ],
  [{ tag: 'question' }, '吗|呢|么'],

  // What keeps a sentence from being an order
  [
    { tag: 'not' },
    '不要|别|不用|不必|勿|请勿|不许|不准|禁止|没|没有|不|不能|不可以|先别|切勿|甭|莫|千万别|不想|无需|不可|' +
      '未|不该|不应该|避免|防止|不会|不得|请不要|千万不要|不需要|没必要|省得|免得|拒绝|休想|严禁|绝不|暂不',
  ],
  [
    { tag: 'if' },
    '如果|要是|假如|假设|若|倘若|万一|当|时|的时候|时候|的话|一旦|只要|除非|就|等|等到|直到|之前|以前|则|否则|' +
      '若是|假若|只有|一到|到时候|提醒我|通知我',
  ],
  [{ tag: 'if' }, '每天|每次|每隔|每周|每晚|每早|每当|每小时|每分钟|每日|每月|定期|定时|经常|总是'],
  [{ tag: 'every' }, '每'],
  [
    { tag: 'past' },
    '有点|有些|有点儿|在打开|在开启|在关闭|在启动|在停|在开|在关|已经|刚才|刚刚|自己|自行|突然|又|过|好像|似乎|曾|曾经|被|最后一次|上一次|上次|最近一次|早就|居然|竟然|原来|忽然|刚',
  ],
  [{ tag: 'past', stretch: 'last' }, '过去|过去的|近'],
  [{ tag: 'past', stretch: 'last-night' }, '昨晚|昨夜|昨天晚上|昨天夜里'],
  [{ tag: 'past', stretch: 'yesterday' }, '昨天|昨日'],
  [{ tag: 'past', stretch: 'last-week' }, '过去一周|最近一周|近一周|上周'],
  [{ tag: 'perfect' }, '了|着'],
  [{ tag: 'person' }, '我|你|他|她|我们|他们|大家|您|别人|同事|老板|客户'],
  [{ tag: 'person', presence: true }, '有人|人|什么人|任何人|有任何人'],
  [{ tag: 'person', presence: false }, '没人|没有人|无人|没有任何人|空无一人|空着|空的'],
  [{ tag: 'ask', presence: true }, '有没有人|有无人'],
  [{ tag: 'said' }, '说|告诉|喊|写着|叫|写|据说|听说|翻译|什么意思|问|叫做|转告'],

  // Courtesy
  [
    { tag: 'request' },
    '你能|您能|你可以|您可以|你能不能|您能不能|你可不可以|您可不可以|能不能请你|能不能请您|请|帮我|帮忙|麻烦|麻烦你|麻烦您|给我|劳驾|请你|请您|请帮我|请帮忙|你帮我|帮|替我|拜托|麻烦帮我|请给我|帮我把|请把|麻烦把|麻烦你把|麻烦您把|请帮我把|给我把|您帮我|你给我|帮个忙',
  ],
  [
    { tag: 'please' },
    '我要|我想|我想要|现在|立刻|马上|立即|赶紧|赶快|快|快点|吧|啊|呀|哦|嘛|哈|一下|啦|诶|喂|先|我想让你|我要你|' +
      '你好|好的|谢谢|多谢|嗯|好|来|去',
  ],
  [{ tag: 'filler' }, '的|那边|那里|个|台|盏|只|在|给|目前|当前'],
  [{ tag: 'within' }, '里|里面|里头|内|中'],
  [
    { tag: 'aside' },
    '有|还|还有|剩|值|到底|究竟|这会儿|此刻|上|水|读数|一共|总|到处|地方|得|分别|各自|' +
      '仍|仍然|还在|真的|大概|大约|一般|屋里|室内|这么|那么|如今|很|太|非常|比较',
  ],
  [{ tag: 'aside', stretch: 'last' }, '最近'],
  [{ tag: 'ba' }, '把|将'],

  // Which things
  [{ tag: 'it' }, '它|这个|那个|这|那|该设备'],
  [{ tag: 'other' }, '另一个|另外一个|另一台|另外一台|另一盏'],
  [{ tag: 'them' }, '它们|这些|那些|两个都|这两个|那两个'],
  [
    { tag: 'all' },
    '所有|全部|一切|都|全都|所有的|所有设备|全部设备|所有的设备|全部的设备|所有东西|全|统统|每个|每一个|各个|所有装置|通通|整个',
  ],
  [{ tag: 'except' }, '除了|除'],
  [{ tag: 'except-end' }, '以外|之外|外|其他|其余|其它|以外的|之外的|其他的|其余的|其它的'],

  // Joints
  [{ tag: 'and' }, '和|跟|与|以及|、|同|连同|也'],
  [{ tag: 'but' }, '但|但是|不过|可是'],
  [{ tag: 'or' }, '或|或者|还是'],
  [{ tag: 'then' }, '然后|再|接着|之后再|并且|随后|然后再|并'],
  [{ tag: 'comma' }, '，|。|；'],
  [{ tag: 'vague' }, '一会儿|一会|一阵|片刻|一段时间'],
  [{ tag: 'for' }, '持续|时长|共'],
  [{ tag: 'to' }, '到|至|为'],
  [{ tag: 'from' }, '从'],
  [{ tag: 'later' }, '后|之后|以后|过后'],
  [{ tag: 'than' }, '比'],
  [{ tag: 'above' }, '高于|大于|超过|多于|以上|不低于|超出'],
  [{ tag: 'below' }, '低于|小于|不到|少于|不足|以下|不超过|不高于'],
  [{ tag: 'again' }, '再来一次|再一次|重复|再做一次'],

  // Measures
  [{ tag: 'measure', measure: 'temperature' }, '温度|气温|室温|温'],
  [{ tag: 'measure', measure: 'humidity' }, '湿度|空气湿度|潮湿'],
  [{ tag: 'measure', measure: 'brightness' }, '亮度|光照|光线|照度|光强|光照度|光照强度'],
  [{ tag: 'measure', measure: 'fill' }, '水位|液位|水量|满'],
  [{ tag: 'measure', measure: 'flow' }, '流量|流速|水流'],
  [{ tag: 'measure', measure: 'pressure' }, '压力|气压'],
  [{ tag: 'measure', measure: 'voltage' }, '电压'],
  [{ tag: 'measure', measure: 'current' }, '电流'],
  [{ tag: 'measure', measure: 'power' }, '功率'],
  [{ tag: 'measure', measure: 'opening' }, '开度'],

  // Numbers, units, times
  [{ tag: 'half' }, '半'],
  [{ tag: 'quarter', amount: 0.25 }, '一刻'],
  [{ tag: 'duration', durationMs: 900_000 }, '一刻钟'],
  [{ tag: 'quantity', amount: 0.5, unit: 'fraction' }, '一半|半开|一半儿'],
  [{ tag: 'quantity', amount: 1, unit: 'fraction' }, '最大|最亮|最高|全开|全速|最强|最大值'],
  [{ tag: 'quantity', amount: 0, unit: 'fraction' }, '最小|最低|最暗|最弱|最小值'],
  [{ tag: 'minus' }, '零下|负'],
  [{ tag: 'percent-of' }, '百分之'],
  [{ tag: 'tenths' }, '成'],
  [{ tag: 'unit', unit: '%' }, '个百分点'],
  [{ tag: 'unit', unit: 'Cel' }, '度|摄氏度'],
  [{ tag: 'unit', unit: 'F' }, '华氏度'],
  [{ tag: 'unit', unit: 'lx' }, '勒克斯|勒'],
  [{ tag: 'unit', unit: 'l/min' }, '升每分钟|升 / 分|升 / 分钟'],
  [{ tag: 'unit', unit: 'V' }, '伏|伏特'],
  [{ tag: 'unit', unit: 'A' }, '安|安培'],
  [{ tag: 'unit', unit: 'W' }, '瓦|瓦特'],
  [{ tag: 'unit', unit: 'Pa' }, '帕|帕斯卡'],
  [{ tag: 'unit', unit: 'bar' }, '巴'],
  [{ tag: 'time-unit', durationMs: 1_000 }, '秒|秒钟'],
  [{ tag: 'time-unit', durationMs: 60_000 }, '分|分钟'],
  [{ tag: 'time-unit', durationMs: 3_600_000 }, '小时|钟头'],
  [{ tag: 'time-unit', durationMs: 86_400_000 }, '天'],
  [{ tag: 'day', day: 0 }, '今天'],
  [{ tag: 'day', day: 1 }, '明天|明日'],
  [{ tag: 'day', day: 2 }, '后天'],
  [{ tag: 'daypart', half: 'am' }, '早上|上午|清晨|凌晨|早晨|一早'],
  [{ tag: 'daypart', half: 'am', day: 0 }, '今早'],
  [{ tag: 'daypart', half: 'am', day: 1 }, '明早'],
  [{ tag: 'daypart', half: 'pm' }, '下午|傍晚'],
  [{ tag: 'daypart', half: 'night' }, '晚上|夜里|夜晚|晚间|半夜'],
  [{ tag: 'daypart', half: 'night', day: 0 }, '今晚'],
  [{ tag: 'daypart', half: 'night', day: 1 }, '明晚'],
  [{ tag: 'noon', amount: 12 }, '中午|正午'],
  [{ tag: 'noon', amount: 0 }, '午夜'],
  [{ tag: 'point' }, '点|点钟|点整'],
];
