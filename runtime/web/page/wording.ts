/** Every word of the page's own, in each language, and which language is shown. What the board says comes from the board. */
import type { Language } from '../../actions/asker.ts';
import type { Title } from '../ports.ts';

const ENGLISH = {
  signOut: 'Sign out',
  otherLanguage: '中文',
  claimTitle: 'Claim this board',
  claimLead: 'Nobody owns this board yet. Whoever can read its console becomes the owner.',
  signInTitle: 'Sign in',
  signInLead:
    'This board has an owner. A new code signs this browser in; get one on the board with: boardtalk claim',
  codeLabel: 'Claim code',
  codeHint: "The code stands on the board's console: in the window where Boardtalk was started.",
  nameLabel: 'Your name',
  claimButton: 'Claim',
  signInButton: 'Sign in',
  claimIncomplete: 'Fill in both the code and your name.',
  wrongCode:
    'The board did not take this code. Read it on the console again; after too many wrong ones it prints a new one and takes none for half a minute.',
  noCode: 'No code is valid now. Make one on the board with: boardtalk claim',
  tooManyClaims: 'Too many tries. Wait a minute, then read the code on the console again.',
  unreachable: 'The board does not answer. Is Boardtalk still running?',
  views: 'Views',
  chat: 'Chat',
  values: 'Live values',
  conversation: 'Conversation',
  messageLabel: 'Message to the board',
  messagePlaceholder: 'Ask, or say what to do …',
  send: 'Send',
  connecting: 'Connecting …',
  live: 'Live',
  offline: 'Offline',
  offlineBanner: 'No connection to the board. What you see is the last it sent.',
  retryIn: 'Next try in {s} s.',
  retryNow: 'Try now',
  welcome: 'Hello! Ask what is going on here, or say what you want done.',
  askStatus: 'status',
  askHelp: 'help',
  working: 'Working on it …',
  noAnswer:
    'The connection broke before the answer came, and too long ago to send this again. Ask how it stands before you repeat it.',
  you: 'You',
  board: 'Board',
  news: 'News',
  asked: 'Asked',
  measured: 'Measured',
  proof: 'Proof',
  stopsAt: 'Ends by itself',
  byRule: 'Rule',
  time: 'Time',
  journal: 'Journal',
  nothingClear: 'nothing clear',
  evidenceSensor: 'measured by a sensor',
  sensorDisagrees: 'a sensor disagrees',
  evidenceLatch: 'output only',
  evidenceNone: 'not measured',
  latchDisagrees: 'the output disagrees',
  latchMeans: 'The output was switched. Nothing here measures what it drives.',
  proofDoubtful: 'The output was switched. The sensor that would show it cannot be trusted now.',
  noneMeans: 'Nothing could be measured or read back.',
  confirmTitle: 'Please confirm',
  yes: 'Yes, do it',
  no: 'No',
  secondsLeft: '{s} s left; silence means no',
  saidYes: 'You said yes.',
  saidNo: 'You said no.',
  expired: 'Time is up: nothing was done.',
  modeAuto: 'auto',
  modeHand: 'by hand',
  modeLocked: 'locked out',
  simulated: 'simulated',
  stale: 'stale',
  faulty: 'faulty',
  noValue: 'no value',
  lastAt: 'last measured',
  never: 'never measured',
  simulatedRemark: 'Simulated board: these values come from a model, not from hardware.',
  'on-off:true': 'on',
  'on-off:false': 'off',
  'open-closed:true': 'open',
  'open-closed:false': 'closed',
  'pressed-released:true': 'pressed',
  'pressed-released:false': 'released',
  'yes-no:true': 'yes',
  'yes-no:false': 'no',
} as const;

export type Word = keyof typeof ENGLISH;

const CHINESE: Readonly<Record<Word, string>> = {
  signOut: '退出',
  otherLanguage: 'English',
  claimTitle: '认领这块板',
  claimLead: '这块板还没有主人。能看到它控制台的人就是主人。',
  signInTitle: '登录',
  signInLead:
    '这块板已有主人。用新的认领码可以在此浏览器登录；在板子上运行 boardtalk claim 即可得到。',
  codeLabel: '认领码',
  codeHint: '认领码显示在板子的控制台上，也就是启动 Boardtalk 的那个窗口。',
  nameLabel: '您的姓名',
  claimButton: '认领',
  signInButton: '登录',
  claimIncomplete: '请填写认领码和姓名。',
  wrongCode:
    '板子没有接受这个认领码。请再看一下控制台；错误过多时会显示新的认领码，并在半分钟内不接受任何认领码。',
  noCode: '目前没有有效的认领码。请在板子上运行：boardtalk claim',
  tooManyClaims: '尝试次数过多。请等一分钟，再看一下控制台上的认领码。',
  unreachable: '板子没有响应。Boardtalk 还在运行吗？',
  views: '视图',
  chat: '对话',
  values: '实时数值',
  conversation: '对话记录',
  messageLabel: '发给板子的消息',
  messagePlaceholder: '提问，或说要做什么……',
  send: '发送',
  connecting: '正在连接……',
  live: '在线',
  offline: '离线',
  offlineBanner: '与板子的连接已断开。显示的是它最后发来的内容。',
  retryIn: '{s} 秒后重试。',
  retryNow: '立即重试',
  welcome: '您好！可以问这里的情况，也可以说要做什么。',
  askStatus: '状态',
  askHelp: '帮助',
  working: '正在处理……',
  noAnswer: '还没收到回答连接就断了，时间太久，不再重发。请先查询状态，再决定是否重复。',
  you: '您',
  board: '板子',
  news: '消息',
  asked: '要求',
  measured: '实测',
  proof: '依据',
  stopsAt: '自动结束',
  byRule: '规则',
  time: '时间',
  journal: '日志',
  nothingClear: '不明确',
  evidenceSensor: '传感器实测',
  sensorDisagrees: '与传感器不符',
  evidenceLatch: '仅输出',
  evidenceNone: '未测量',
  latchDisagrees: '与输出不符',
  latchMeans: '输出已切换，但没有传感器测量它所驱动的设备。',
  proofDoubtful: '输出已切换，但能证明它的传感器目前不可信。',
  noneMeans: '无法测量，也无法回读。',
  confirmTitle: '请确认',
  yes: '是，执行',
  no: '否',
  secondsLeft: '还剩 {s} 秒；不回答即为否',
  saidYes: '您回答了“是”。',
  saidNo: '您回答了“否”。',
  expired: '时间已到：未执行任何操作。',
  modeAuto: '自动',
  modeHand: '手动',
  modeLocked: '已锁定',
  simulated: '模拟',
  stale: '过期',
  faulty: '故障',
  noValue: '无数值',
  lastAt: '最后测量',
  never: '从未测量',
  simulatedRemark: '模拟板：这些数值来自模型，而不是硬件。',
  'on-off:true': '开',
  'on-off:false': '关',
  'open-closed:true': '打开',
  'open-closed:false': '关闭',
  'pressed-released:true': '按下',
  'pressed-released:false': '松开',
  'yes-no:true': '是',
  'yes-no:false': '否',
};

const KEPT_AS = 'boardtalk-language';
const TAGS: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

export class Wording {
  #language: Language = 'en';
  readonly #listeners: (() => void)[] = [];

  get language(): Language {
    return this.#language;
  }

  /** What the person chose before; otherwise the first language of the browser that there is; otherwise the site's. */
  start(siteLanguage: Language): void {
    const wished = [localStorage.getItem(KEPT_AS) ?? '', ...navigator.languages];
    const found = wished.map((tag) => tag.slice(0, 2)).find((tag) => tag === 'en' || tag === 'zh');
    this.#show(found === 'en' || found === 'zh' ? found : siteLanguage);
  }

  toggle(): void {
    const other = this.#language === 'en' ? 'zh' : 'en';
    localStorage.setItem(KEPT_AS, other);
    this.#show(other);
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  text(word: Word): string {
    return (this.#language === 'zh' ? CHINESE : ENGLISH)[word];
  }

  /** For words that hold a `{s}`. */
  seconds(word: Word, seconds: number): string {
    return this.text(word).replace('{s}', String(seconds));
  }

  title(title: Title): string {
    return this.#language === 'zh' ? (title.zh ?? title.en) : title.en;
  }

  /** Time of day, in the browser's zone. */
  time(at: number): string {
    return new Date(at).toLocaleTimeString(TAGS[this.#language]);
  }

  #show(language: Language): void {
    this.#language = language;
    document.documentElement.lang = TAGS[language];
    this.#translate('data-text', (node, text) => {
      node.textContent = text;
    });
    this.#translate('data-label', (node, text) => {
      node.setAttribute('aria-label', text);
    });
    this.#translate('data-placeholder', (node, text) => {
      node.setAttribute('placeholder', text);
    });
    for (const listener of this.#listeners) listener();
  }

  #translate(attribute: string, apply: (node: Element, text: string) => void): void {
    for (const node of document.querySelectorAll(`[${attribute}]`)) {
      const word = node.getAttribute(attribute) ?? '';
      if (isWord(word)) apply(node, this.text(word));
    }
  }
}

function isWord(text: string): text is Word {
  return Object.hasOwn(ENGLISH, text);
}
