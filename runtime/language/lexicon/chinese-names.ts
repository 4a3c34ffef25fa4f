/** What people call things in Chinese by what they are. */
import type { KindWords } from './language-pack.ts';

/** How people call things by their kind. */
export const CHINESE_KINDS: readonly KindWords[] = [
  ['pump', '泵|水泵'],
  ['light', '灯|灯光|电灯'],
  ['heater', '加热器|暖气|取暖器'],
  ['vent', '通风口|通风窗|风口|天窗|窗户|窗|通风'],
  ['valve', '阀|阀门'],
  ['fan', '风扇|风机|排风扇'],
  ['tank', '水箱|水罐|储水罐'],
  ['sensor', '传感器'],
  ['meter', '流量计|仪表'],
  ['door', '门'],
  ['button', '按钮'],
  ['switch', '开关'],
  ['camera', '摄像头|相机|摄像机|监控'],
  ['lock', '门|门锁|锁具|智能锁|扇门|的锁'],
  ['window', '窗户|窗|窗子'],
  ['curtain', '窗帘|帘子|纱帘'],
  ['blind', '百叶窗|百叶帘|卷帘'],
  ['shade', '遮阳帘|遮光帘'],
  ['shutter', '卷帘窗|百叶'],
  ['awning', '遮阳篷|雨篷'],
  ['gate', '大门|院门'],
  ['garage-door', '车库门|车库的门|车库大门'],
  ['cover', '罩'],
  ['opening', '开口'],
  ['thermostat', '温控器|恒温器'],
  ['scene', '场景|脚本'],
];

/** How people call a regulator of temperature, by what it does. */
export const CHINESE_REGULATORS = { raise: '加热|供暖|升温', lower: '降温|制冷|冷却' } as const;
