/** What a kind of thing is called, where nothing of it is there that has a name of its own. */
import type { Language } from '../actions/asker.ts';

const CHINESE: Readonly<Record<string, string>> = {
  ...{ pump: '水泵', light: '灯', heater: '加热器', vent: '通风口', valve: '阀门', fan: '风扇' },
  ...{ tank: '水箱', sensor: '传感器', meter: '仪表', door: '门', button: '按钮', switch: '开关' },
  ...{ camera: '摄像头', lock: '锁', window: '窗户', curtain: '窗帘', blind: '百叶帘' },
  ...{ shade: '遮阳帘', shutter: '卷帘', awning: '遮阳篷', gate: '大门', 'garage-door': '车库门' },
  ...{ cover: '罩', opening: '开口', thermostat: '温控器', scene: '场景', person: '人' },
};

export function kindName(kind: string, language: Language): string {
  return language === 'zh' ? (CHINESE[kind] ?? kind) : kind.replaceAll('-', ' ');
}
