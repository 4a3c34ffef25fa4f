/** Troubles of parts as they are said in Chinese: what is wrong, and what to do about it. */
import { errorCode } from '../core/app-error.ts';

export interface ChineseTrouble {
  readonly reason: string;
  readonly fix: string;
}

const UNKNOWN: ChineseTrouble = { reason: '部件不能使用', fix: '请检查接线和供电。' };

const CHINESE: Readonly<Record<string, ChineseTrouble>> = {
  DRIVER_BAD_CRC: { reason: '数据在传输中损坏', fix: '请缩短电缆，检查上拉电阻和接地，远离电机。' },
  DRIVER_BAD_ANSWER: {
    reason: '部件的回答不对',
    fix: '请检查供电，并确认它就是配置中的那个部件。',
  },
  DRIVER_BEYOND_RANGE: { reason: '超出部件的测量范围', fix: '请选择更大的量程，或换用别的部件。' },
  DRIVER_NOT_MEASURED: { reason: '部件没有测量', fix: '请检查供电；下次采样时会再试。' },
  DRIVER_NO_PICTURE: {
    reason: '没有取到照片',
    fix: '请检查摄像头是否在、能否访问，以及部件的选项是否正确。',
  },
  DRIVER_UNREADABLE: {
    reason: '照片里什么也读不出来',
    fix: '请检查光线、对焦，以及是否有东西挡住；可以让我显示照片。',
  },
  DRIVER_MODEL_REFUSED: { reason: '模型没有给出结果', fix: '查看原因：boardtalk doctor' },
  DRIVER_UNAVAILABLE: { reason: '设备不在线', fix: '请检查供电、网络和网桥。' },
  DRIVER_NOT_UNDERSTOOD: { reason: '设备的消息无法理解', fix: '请核对配置中的模板。' },
  HAL_PLACE_TAKEN: { reason: '这个位置已被另一个部件占用', fix: '请给其中一个换一个位置。' },
  HAL_NO_ACK: { reason: '部件没有应答', fix: '请检查接线、供电和地址。' },
  HAL_TIMEOUT: { reason: '部件没有及时回答', fix: '请检查接线和供电。' },
  HAL_BUS_MISSING: { reason: '总线不存在', fix: '请启用总线，或插上适配器。' },
  HAL_BUS_LOST: { reason: '总线断开了', fix: '请重新插上适配器，之后会自动恢复。' },
  HAL_UNREACHABLE: { reason: '设备无法访问', fix: '请检查地址、网线和供电。' },
  HAL_NO_PERMISSION: { reason: '没有权限', fix: '请把运行 Boardtalk 的用户加入设备的用户组。' },
};

/** What the error itself says is for whoever repairs it, and stays as it is: addresses, codes of the system. */
export function chineseTrouble(error: unknown): ChineseTrouble {
  return CHINESE[errorCode(error)] ?? UNKNOWN;
}
