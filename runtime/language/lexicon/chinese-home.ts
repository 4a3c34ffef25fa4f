/** Chinese words for what homes have and measure, for colours and timers, and for what is of another trade. */
import type { LexiconEntry } from '../lexicon.ts';

const COLORS: readonly (readonly [amount: number, words: string])[] = [
  [0xffffff, '白色'],
  [0xff0000, '红色'],
  [0xff8000, '橙色|橘色'],
  [0xffff00, '黄色'],
  [0x00ff00, '绿色'],
  [0x0000ff, '蓝色'],
  [0x8000ff, '紫色'],
  [0xff80c0, '粉色|粉红色'],
  [0x00ffff, '青色'],
];

export const CHINESE_HOME: readonly LexiconEntry[] = [
  // What something senses
  [
    { tag: 'lock', or: { tag: 'state', on: false, measure: 'unlocked' } },
    '锁|锁上|锁住|锁着|锁着的|上锁|锁好|锁的',
  ],
  [
    { tag: 'state', on: true, measure: 'unlocked' },
    '没锁|没锁的|没有锁|没上锁|未上锁|没锁上|没锁好|没有上锁|未锁|没锁着|没有锁上',
  ],
  [{ tag: 'state', on: true, measure: 'leak' }, '湿了|漏水了|漏水|进水|进水了'],
  [{ tag: 'state', on: true, measure: 'charging' }, '在充电|正在充电|充电中'],
  [{ tag: 'state', on: true, measure: 'connected' }, '已连接|连接着|连上了'],
  [{ tag: 'state', on: true, measure: 'battery' }, '没电|没电了|电量低|电量不足'],
  [{ tag: 'state', on: true, measure: 'vibration' }, '在振动|在震动'],
  [{ tag: 'state', on: true, measure: 'home' }, '在家|在家里|到家了'],
  [{ tag: 'state', on: false, measure: 'home' }, '不在家|出门了|离家'],
  [{ tag: 'state', on: true, facet: 'detection' }, '触发了|检测到|检测到了|被触发'],
  [{ tag: 'state', on: true }, '打开着|打开了的|打开的|开启着|是开的'],
  [{ tag: 'state', on: false }, '关闭着|关闭的|关上的|关了的|关上了'],

  [{ tag: 'ask', as: '哪个' }, '哪一扇|哪一个|哪一盏|哪一台|哪扇|哪盏|哪台|哪几个|哪几扇|哪几盏'],
  [{ tag: 'ask', as: '几个' }, '几扇|几盏|几台|多少扇|多少盏|多少个|有几扇|有几盏|有几个|有多少'],
  [{ tag: 'filler' }, '扇|盏|台'],

  [{ tag: 'dismiss' }, '没事|算了|再见|闭嘴|退下|拜拜|走开|安静|别管了|不用管'],
  [{ tag: 'filler' }, '儿'],

  // What is measured
  [{ tag: 'measure', measure: 'co2' }, '二氧化碳|二氧化碳浓度'],
  [{ tag: 'measure', measure: 'co' }, '一氧化碳|一氧化碳浓度'],
  [{ tag: 'measure', measure: 'battery' }, '电量|电池|电池电量'],
  [{ tag: 'measure', measure: 'energy' }, '电能|用电量|能耗'],
  [{ tag: 'measure', measure: 'frequency' }, '频率'],
  [{ tag: 'measure', measure: 'weight' }, '重量'],
  [{ tag: 'measure', measure: 'distance' }, '距离'],
  [{ tag: 'measure', measure: 'speed' }, '速度|风速'],
  [{ tag: 'measure', measure: 'rain' }, '雨量|降雨量|降水量'],
  [{ tag: 'measure', measure: 'gas' }, '燃气|煤气|天然气'],
  [{ tag: 'measure', measure: 'smoke' }, '烟雾'],
  [{ tag: 'measure', measure: 'motion' }, '移动|动静'],
  [{ tag: 'measure', measure: 'sound' }, '声音|噪音'],
  [{ tag: 'measure', measure: 'vibration' }, '振动|震动'],
  [{ tag: 'measure', measure: 'color' }, '颜色|色彩'],
  [{ tag: 'measure', measure: 'signal' }, '信号|信号强度'],
  [{ tag: 'measure', measure: 'aqi' }, '空气质量'],
  [{ tag: 'measure', measure: 'pm25' }, 'pm2.5|pm 2.5'],

  ...COLORS.map(([amount, words]): LexiconEntry => [
    { tag: 'quantity', amount, unit: 'color' },
    words,
  ]),
  [{ tag: 'here' }, '这里|这边|这儿|这个房间|本房间|这间房|这屋'],
  // Timers
  [{ tag: 'timer' }, '计时器|计时|定时器|倒计时|闹表'],
  [{ tag: 'pause' }, '暂停'],
  [{ tag: 'resume' }, '继续|恢复|接着计'],
  [{ tag: 'add' }, '延长|加上|添加'],
  [{ tag: 'take' }, '缩短|减去|扣除'],
  [{ tag: 'named' }, '名为|叫做|名叫'],
  [{ tag: 'left' }, '剩|还剩|剩下|剩余|还有多久|多长时间|还有多长时间|多少时间'],

  // Of another trade
  [
    { tag: 'beyond' },
    '播放|歌|歌曲|音乐|下一首|上一首|下一曲|上一曲|下一台|上一台|上一首歌|下一首歌|音量|静音|专辑|电台|天气|购物清单|清单|广播|打扫|扫地|' +
      '吸尘|扫地机|吸尘器|返回基站|返回到基站|频道|电影|新闻|笑话',
  ],
];
