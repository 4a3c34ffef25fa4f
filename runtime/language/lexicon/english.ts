/** The English words of the grammar, as data. A word that stands nowhere here, nor in the site, is unknown, and an unknown word never acts. */
import type { LexiconEntry } from '../lexicon.ts';

export const ENGLISH: readonly LexiconEntry[] = [
  // Wishes
  [{ tag: 'set' }, 'set|put|turn|switch|make|adjust|change|bring|move|flip'],
  [{ tag: 'ensure' }, 'make sure|make sure that|ensure|ensure that|be sure that'],
  [{ tag: 'keep' }, 'keep|hold|maintain|leave|regulate'],
  [{ tag: 'keep', lean: 'raise', measure: 'temperature' }, 'heat|warm|heat up|warm up'],
  [{ tag: 'keep', lean: 'lower', measure: 'temperature' }, 'cool|cool down|chill'],
  [{ tag: 'switch', on: true }, 'on|back on'],
  [{ tag: 'switch', on: true, facet: 'opening' }, 'open'],
  [
    { tag: 'switch', on: true, verb: true },
    'start|run|activate|enable|power on|power up|start up|fire up|launch|begin',
  ],
  [{ tag: 'switch', on: false }, 'off|back off'],
  [
    { tag: 'switch', on: false, verb: true },
    'shut off|shut down|deactivate|disable|power off|power down|kill',
  ],
  [{ tag: 'switch', on: false, verb: true, facet: 'stopping' }, 'stop|halt'],
  [
    { tag: 'state', on: true },
    'running|active|enabled|working|work|works|lit|pressed|pushed|triggered|detected|sensed|detecting|activated',
  ],
  [{ tag: 'switch', on: false, verb: true, facet: 'opening' }, 'close|shut'],
  [{ tag: 'state', on: false, facet: 'opening' }, 'closed'],
  [{ tag: 'state', on: false }, 'clear|inactive|disabled|idle|unlit|unpressed|released'],
  [{ tag: 'up' }, 'up|higher|fuller'],
  [{ tag: 'up', verb: true }, 'raise|increase|boost'],
  [{ tag: 'up', verb: true, measure: 'brightness' }, 'brighten'],
  [{ tag: 'up', measure: 'brightness' }, 'brighter|lighter'],
  [{ tag: 'up', measure: 'temperature' }, 'warmer|hotter'],
  [{ tag: 'up', measure: 'humidity' }, 'wetter|more humid|damper'],
  [{ tag: 'down' }, 'down|lower|emptier'],
  [{ tag: 'down', verb: true }, 'decrease|reduce|drop'],
  [{ tag: 'down', verb: true, measure: 'brightness' }, 'dim'],
  [{ tag: 'down', measure: 'brightness' }, 'darker|dimmer'],
  [{ tag: 'down', measure: 'temperature' }, 'colder|cooler'],
  [{ tag: 'down', measure: 'humidity' }, 'drier|dryer|less humid'],
  [
    { tag: 'little' },
    'a bit|a little|slightly|a little bit|somewhat|a touch|a tad|a bit more|a little more|more|further|another|an extra',
  ],

  // Modes and the conversation's own verbs
  [
    { tag: 'lock' },
    'lock|lock out|lock off|lockout|tag out|locked out|lock and tag|loto|lock out tag out|lock out and tag out|' +
      'lock out and tag|block|isolate|put a lock on|put my lock on|put a tag on|put my tag on|hang a tag on|hang my tag on',
  ],
  // Everybody is kept off: "nobody may start the pump"; or it is asked whether the place is empty.
  [{ tag: 'nobody', presence: false }, 'nobody|no one|noone'],
  [
    { tag: 'nobody' },
    'nobody else|nobody is allowed to|no one is allowed to|no one else|do not let anyone|do not let anybody|do not let anyone else|' +
      'do not let people|do not allow anyone to|do not allow anybody to|never let anyone|let nobody|let no one|' +
      'make sure nobody|make sure no one|make sure that nobody|make sure that no one|ensure nobody|ensure that nobody',
  ],
  [
    { tag: 'unlock' },
    'unlock|release|untag|take my tag off|take the tag off|take off my tag|take off the tag|' +
      'remove my tag|remove the tag|remove my tag from|remove the tag from|take my lock off|' +
      'take the lock off|take off the lock|remove my lock|remove the lock|remove my lock from|' +
      'remove the lock from|clear the lockout|clear the lockout of|remove the lockout|' +
      'remove the lockout from',
  ],
  [{ tag: 'touch' }, 'touch|operate|use'],
  [{ tag: 'hand' }, 'hand|manual'],
  [{ tag: 'auto' }, 'auto|automatic'],
  [{ tag: 'mode' }, 'mode'],
  [{ tag: 'because' }, 'because|because of|due to|reason'],
  [{ tag: 'cancel' }, 'cancel|abort'],
  [{ tag: 'undo' }, 'undo|revert|roll back|take that back|take it back'],
  [
    { tag: 'it' },
    'last command|last change|last action|last one|last write|previous command|previous change|previous action',
  ],

  // Asking
  [
    { tag: 'show' },
    'show|show me|list|display|read|check|check on|tell me|tell me about|give me|send me|look at|get|get me|report|what about|how about|' +
      'look|look in|look into|look inside|look around|look around in|have a look|have a look at|have a look in|' +
      'take a look|take a look at|take a look in|let me see|let me have a look at|can i see|could i see|may i see|' +
      'i want to see|i would like to see',
  ],
  [
    { tag: 'picture' },
    'picture|pictures|photo|photos|photograph|photographs|snapshot|snapshots|image|images|take a picture|take a new picture|' +
      'take a photo|take a new photo|take a snapshot|take pictures|take photos',
  ],
  [{ tag: 'see' }, 'see|sees|seen|seeing|visible|what can you see in|what can you see at'],
  [
    { tag: 'plot' },
    'plot|plot of|draw|draw a plot of|draw a curve of|chart|chart of|graph|graph of|curve|curve of|trend|trend of',
  ],
  [
    { tag: 'table' },
    'csv|as csv|as a csv|in csv|csv of|a csv of|as csv file|as a csv file|csv file|csv file of|a csv file of|as a spreadsheet|spreadsheet of|' +
      'a spreadsheet of|as a table|export|export as csv|send me a csv of|send me a csv file of',
  ],
  [{ tag: 'topic', topic: 'pins' }, 'pins|pin|pinout|gpio|gpios'],
  [{ tag: 'topic', topic: 'status' }, 'status|overview|summary|how are things|how is it going'],
  [
    { tag: 'topic', topic: 'tasks' },
    'tasks|task|jobs|job|plans|plan|scheduled|planned|schedule|what are you doing',
  ],
  [{ tag: 'topic', topic: 'things' }, 'things|thing|devices|device|equipment'],
  [{ tag: 'topic', topic: 'things' }, 'what can you control|what can you see|what can i control'],
  [
    { tag: 'topic', topic: 'doctor' },
    'doctor|run the doctor|self test|run a self test|self check|check yourself|health check',
  ],
  [
    { tag: 'topic', topic: 'boards' },
    'boards|board|nodes|node|boards online|boards are online|boards are offline|boards are away|boards are there|boards are connected|' +
      'online|offline',
  ],
  [{ tag: 'topic', topic: 'journal' }, 'journal|history|log|logs|logbook'],
  [
    { tag: 'topic', topic: 'help' },
    'help|help me|what can you do|what can i say|what can i ask|commands',
  ],
  [
    { tag: 'ask' },
    'what|which|where|how|how high|how low|how much|how many|whether|tell me if|tell me whether|check if|' +
      'check whether|see if|see whether|know if|know whether|do you know|do you know if|any idea|' +
      'wonder|wonder if|any|anything',
  ],
  [{ tag: 'ask', measure: 'temperature' }, 'how warm|how hot|how cold|how cool|what temperature'],
  [{ tag: 'ask', measure: 'humidity' }, 'how humid|how dry|how damp|how moist'],
  [{ tag: 'ask', measure: 'brightness' }, 'how bright|how dark|how much light'],
  [{ tag: 'ask', measure: 'fill' }, 'how full|how empty|how much water'],
  [{ tag: 'ask', measure: 'opening' }, 'how far open|how far|how wide'],
  [{ tag: 'how-to' }, 'how do i|how can i|how do you|how does one|how should i|how to|explain'],
  [{ tag: 'why' }, 'why|how come|what made|what caused|what is the reason'],
  [{ tag: 'who' }, 'who|whose'],
  [
    { tag: 'happened' },
    'what happened|what has happened|what just happened|what is going on|what went wrong|' +
      'what is wrong|what happened to|what happened with|what is wrong with|what went wrong with|' +
      'what has happened to|what is going on with|what is going on in|what happened in|what is happening',
  ],
  [
    { tag: 'broken' },
    'broken|dead|stuck|faulty|defective|not responding|out of order|not reacting|does not respond|does not react',
  ],
  [{ tag: 'possessive' }, "'s"],
  [{ tag: 'be' }, 'is|are|was|were|be|been|being|seems|looks'],
  [{ tag: 'aux' }, 'do|does|did|has|have|had'],
  [
    { tag: 'may' },
    'is it ok to|is it okay to|is it safe to|is it fine to|is it alright to|is it possible to|is it allowed to|am i allowed to',
  ],
  [{ tag: 'may' }, 'can|could|would|will|should|shall|may|might|must'],
  [{ tag: 'when' }, 'when'],
  [{ tag: 'question' }, '?'],

  // What keeps a sentence from being an order
  [
    { tag: 'not' },
    'not|never|no longer|without|avoid|refrain|instead of|rather than|neither|nor|forbid|prevent',
  ],
  [
    { tag: 'if' },
    'if|unless|whenever|once|as soon as|in case|provided|provided that|as long as|while|every time|' +
      'each time|daily|hourly|weekly|nightly|before|tell me when|let me know when|let me know if|' +
      'remind me|notify me|warn me|alert me',
  ],
  [{ tag: 'every' }, 'every|each|every single|each and every|every one of'],
  [{ tag: 'past' }, 'turned|switched|came|went|kept|turns|turning|switching|changed|failed|broke'],
  [
    { tag: 'past', on: true },
    'last opened|last started|last on|last run|started|opened|activated|ran|starts|opens|runs|starting',
  ],
  [
    { tag: 'past', on: false },
    'last closed|last stopped|last off|stopped|closed by|deactivated|stops|closes|stopping|closing|shuts',
  ],
  [
    { tag: 'past', stretch: 'last' },
    'last|the last|over the last|in the last|during the last|for the last|within the last|of the last|' +
      'past|the past|over the past|in the past|during the past|for the past',
  ],
  [{ tag: 'past', stretch: 'last-night' }, 'last night|yesterday night|during the night|overnight'],
  [{ tag: 'past', stretch: 'yesterday' }, 'yesterday'],
  [{ tag: 'past', stretch: 'this-morning' }, 'this morning'],
  [
    { tag: 'past', stretch: 'last-week' },
    'last week|the last week|of the last week|from the last week|over the last week|this week',
  ],
  [{ tag: 'past' }, 'by itself|itself|on its own|by themselves|automatically|by accident|already'],
  [{ tag: 'person' }, 'i|he|she|they|we|you|everyone|everybody|us|one of us'],
  // Somebody has their hands in it: the last thing to switch on.
  [{ tag: 'person' }, 'work on|works on|working on'],
  [{ tag: 'person', presence: true }, 'someone|somebody|anyone|anybody|any people|people|occupied'],
  [{ tag: 'person', presence: false }, 'deserted|unoccupied|vacant'],
  [
    { tag: 'said' },
    'said|says|say|told|tells|asked|asks|wrote|writes|heard|shouted|claims|claimed|means|meant|quote|unquote|pretend|imagine|suppose|translate',
  ],
  [{ tag: 'quote' }, '"|\''],

  // Courtesy
  [
    { tag: 'request' },
    'would you mind turning|would you mind switching|do you mind turning|do you mind switching|can you|could you|would you|can you please|could you please|would you please|' +
      'will you please|would you kindly|could you kindly|please can you|please could you|can you just|could you just',
  ],
  [
    { tag: 'please' },
    'please|kindly|hey|hi|hello|ok|okay|yes|yeah|sure|now|right now|right away|immediately|quickly|' +
      'just|go ahead and|go ahead|i want|i want to|i want you to|i would like|i would like to|' +
      'i would like you to|i need|i need to|i need you to|for me|let us|boardtalk|thanks|thank you|' +
      'at once|straight away|asap|good morning|good evening',
  ],
  [
    { tag: 'filler' },
    'the|my|our|your|damn|bloody|of|at the moment|too|also|as well|the value of|in the building|' +
      'on site|on the site|' +
      'at the site|in the facility|across the house|in this place',
  ],
  [
    { tag: 'aside' },
    'see that|see to it|see to it that|with|there|still|yet|actually|really|ever|anymore|me|recently|doing|feeling|looking|going|like|very|' +
      'exactly|roughly|approximately|about|even|its|some|right|so|well|current|currently|value|reading|' +
      'readings|position|state|single|house|home|building|site|facility|place',
  ],

  // Which things
  [{ tag: 'it' }, 'it|that|this|that one|this one|the same one|same'],
  [{ tag: 'other' }, 'other|other one|the other one|another one'],
  [
    { tag: 'them' },
    'them|those|these|both|both the|the two|both of them|them both|all of them|them all|these two',
  ],
  [
    { tag: 'all' },
    'all|all of|everything|every thing|all things|all devices|all the devices|all the things|everything else|entire|whole|everywhere|every room|each room|all rooms|every area|all areas',
  ],
  [{ tag: 'except' }, 'except|except for|apart from|other than|besides|excluding'],

  // Joints
  [{ tag: 'and' }, 'and|plus|as well as|&|+|/'],
  [{ tag: 'but' }, 'but'],
  [{ tag: 'or' }, 'or'],
  [{ tag: 'then' }, 'then|and then|after that|and after that|afterwards'],
  [{ tag: 'comma' }, ',|;'],
  [{ tag: 'colon' }, ':'],
  [{ tag: 'vague' }, 'a while|a moment|some time|a short time|a bit of time'],
  [{ tag: 'for' }, 'for|for the next|during|lasting|for about'],
  [{ tag: 'at' }, 'at|@|at about'],
  [{ tag: 'in' }, 'in|inside|after|from within'],
  [{ tag: 'by' }, 'by|by about'],
  [{ tag: 'to' }, 'to|up to|down to|back to|at a level of'],
  [{ tag: 'until' }, 'until|till|til'],
  [{ tag: 'from' }, 'from|between'],
  [{ tag: 'later' }, 'later|from now'],
  [{ tag: 'than' }, 'than'],
  [
    { tag: 'above' },
    'above|over|more than|higher than|greater than|at least|exceeding|exceed|beyond',
  ],
  [{ tag: 'below' }, 'below|under|less than|lower than|fewer than|at most|beneath'],
  [
    { tag: 'again' },
    'again|once more|one more time|do it again|do that again|same again|repeat|repeat that',
  ],

  // Measures
  [{ tag: 'measure', measure: 'temperature' }, 'temperature|temperatures|temp|temps|warm'],
  [{ tag: 'measure', measure: 'humidity' }, 'humidity|humid|damp'],
  [
    { tag: 'measure', measure: 'brightness' },
    'brightness|bright|dark|illuminance|light level|luminosity|lux level',
  ],
  [{ tag: 'measure', measure: 'fill' }, 'water level|fill level|full|filling level|water left'],
  // Of a place that is watched: nobody is there.
  [{ tag: 'measure', measure: 'fill', presence: false }, 'empty'],
  [{ tag: 'measure', measure: 'flow' }, 'flow|flow rate|water flow'],
  [{ tag: 'measure', measure: 'pressure' }, 'pressure'],
  [{ tag: 'measure', measure: 'voltage' }, 'voltage'],
  [{ tag: 'measure', measure: 'power' }, 'power consumption|wattage'],
  [{ tag: 'measure', measure: 'opening' }, 'opening degree|opening'],

  // Numbers, units, times
  ...(
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen ' +
    'sixteen seventeen eighteen nineteen twenty'
  )
    .split(' ')
    .map((word, amount): LexiconEntry => [{ tag: 'number', amount }, word]),
  ...'thirty forty fifty sixty seventy eighty ninety hundred'
    .split(' ')
    .map((word, index): LexiconEntry => [{ tag: 'number', amount: 10 * (index + 3) }, word]),
  [{ tag: 'number', amount: 2 }, 'a couple of|couple of'],
  [{ tag: 'number', amount: 12 }, 'a dozen'],
  [{ tag: 'a' }, 'a|an'],
  [{ tag: 'half' }, 'half|half a|half an|a half|1 ⁄ 2|1 / 2|1 / 2 an|1 / 2 a'],
  [{ tag: 'quarter', amount: 0.25 }, 'a quarter|quarter|a quarter of an|quarter of an'],
  [{ tag: 'quantity', amount: 0.5, unit: 'fraction' }, 'halfway|half way|half open'],
  [
    { tag: 'quantity', amount: 1, unit: 'fraction' },
    'fully|completely|all the way|maximum|max|highest|full power|full brightness|max brightness|maximum brightness|highest brightness|the maximum|the max|the highest|fully open',
  ],
  [
    { tag: 'quantity', amount: 0, unit: 'fraction' },
    'minimum|to min|at min|lowest|the minimum|the min|the lowest|min brightness|minimum brightness|lowest brightness',
  ],
  [{ tag: 'minus' }, 'minus'],
  [{ tag: 'unit', unit: '%' }, '%|percent|per cent|pct'],
  [{ tag: 'unit', unit: '%RH' }, '% rh|percent humidity|% humidity'],
  [
    { tag: 'unit', unit: 'Cel' },
    '°|° c|c|degree|degrees|degrees c|degrees celsius|celsius|deg|degree celsius|deg c',
  ],
  [{ tag: 'unit', unit: 'F' }, '° f|f|degrees fahrenheit|degrees f|fahrenheit'],
  [{ tag: 'unit', unit: 'lx' }, 'lx|lux'],
  [{ tag: 'unit', unit: 'l/min' }, 'l / min|liters per minute|litres per minute|lpm|l per minute'],
  [{ tag: 'unit', unit: 'V' }, 'v|volt|volts'],
  [{ tag: 'unit', unit: 'W' }, 'w|watt|watts'],
  [{ tag: 'unit', unit: 'Pa' }, 'pa|pascal|pascals'],
  [{ tag: 'unit', unit: 'bar' }, 'bar|bars'],
  [{ tag: 'time-unit', durationMs: 1 }, 'ms|millisecond|milliseconds'],
  [{ tag: 'time-unit', durationMs: 1_000 }, 's|sec|secs|second|seconds'],
  [{ tag: 'time-unit', durationMs: 60_000 }, 'm|min|mins|minute|minutes'],
  [{ tag: 'time-unit', durationMs: 3_600_000 }, 'h|hr|hrs|hour|hours'],
  [{ tag: 'time-unit', durationMs: 86_400_000 }, 'day|days'],
  [{ tag: 'day', day: 0 }, 'today'],
  [{ tag: 'day', day: 1 }, 'tomorrow'],
  [{ tag: 'day', day: 2 }, 'the day after tomorrow|day after tomorrow'],
  [{ tag: 'daypart', half: 'am' }, 'am|a m|in the morning'],
  [{ tag: 'daypart', half: 'am', day: 0 }, 'this morning'],
  [{ tag: 'daypart', half: 'am', day: 1 }, 'tomorrow morning'],
  [{ tag: 'daypart', half: 'pm' }, 'pm|p m|in the evening|in the afternoon'],
  [{ tag: 'daypart', half: 'night' }, 'at night'],
  [{ tag: 'daypart', half: 'pm', day: 0 }, 'this afternoon|this evening'],
  [{ tag: 'daypart', half: 'night', day: 0 }, 'tonight'],
  [{ tag: 'daypart', half: 'pm', day: 1 }, 'tomorrow evening|tomorrow afternoon|tomorrow night'],
  [{ tag: 'noon', amount: 12 }, 'noon|midday'],
  [{ tag: 'noon', amount: 0 }, 'midnight'],
  [{ tag: 'oclock' }, "o'clock|oclock"],
  [{ tag: 'past-hour', amount: 30 }, 'half past'],
  [{ tag: 'past-hour', amount: 15 }, 'quarter past|a quarter past'],
  [{ tag: 'past-hour', amount: -15 }, 'quarter to|a quarter to'],
  [{ tag: 'point' }, 'point'],
];
