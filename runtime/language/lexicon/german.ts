/**
 * The German words of the grammar, as data. Where another part of the grammar looks at the word
 * itself, `as` gives it the English one.
 */
import type { LexiconEntry, Word } from '../lexicon.ts';
import { GERMAN_HOME } from './german-home.ts';

const TO: Word = { tag: 'to', as: 'to' };
const FILLER: Word = { tag: 'filler' };

const ONES =
  'null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn'.split(
    ' ',
  );
const TENS = 'zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig'.split(' ');

/** einundzwanzig: one word in German. */
const NUMBERS: readonly LexiconEntry[] = [
  ...ONES.map((word, amount): LexiconEntry => [
    { tag: 'number', amount },
    word === 'ein' ? 'eins' : word,
  ]),
  ...TENS.flatMap((ten, at): LexiconEntry[] => [
    [{ tag: 'number', amount: 10 * (at + 2) }, ten],
    ...ONES.slice(1, 10).map((one, index): LexiconEntry => [
      { tag: 'number', amount: 10 * (at + 2) + index + 1 },
      `${one}und${ten}`,
    ]),
    ...ONES.slice(1, 10).map((one, index): LexiconEntry => [
      { tag: 'number', amount: 10 * (at + 2) + index + 1.5 },
      `${one}und${ten}einhalb`,
    ]),
  ]),
  [{ tag: 'number', amount: 100 }, 'hundert|einhundert'],
  [{ tag: 'number', amount: 1.5 }, 'anderthalb|eineinhalb'],
];

export const GERMAN: readonly LexiconEntry[] = [
  ...GERMAN_HOME,

  // Wishes
  [
    { tag: 'set' },
    'schalte|schalt|schaltet|schalten|mach|mache|macht|machen|stell|stelle|stellt|stellen|setz|setze|setzt|setzen|ändere|änder|ändert|ändern|' +
      'dreh|drehe|dreht|drehen|fahr|fahre|fahrt|fahren|dimm|dimme|dimmt|dimmen|regel|regle|regele|regeln|bring|bringe|bringt|pass|passe|gehe|geh|' +
      'wechsle|wechsel|wechseln|zieh|ziehe|zieht|ziehen|lass|lasse|lasst|tu|tue|färbe|färb|färben|verändere|justiere|konfiguriere|erstelle|erstell|erstellen|leg|lege|einstellen|umstellen|schiebe|schieb',
  ],
  [{ tag: 'ensure' }, 'sorge dafür dass|stell sicher dass|stelle sicher dass'],
  [{ tag: 'keep' }, 'halte|halt|haltet|halten'],
  [{ tag: 'keep', lean: 'raise', measure: 'temperature' }, 'heize|heiz|heizen|erwärme|wärme'],
  [{ tag: 'keep', lean: 'lower', measure: 'temperature' }, 'kühle|kühl|kühlen'],
  [{ tag: 'switch', on: true }, 'an'],
  [{ tag: 'switch', on: true, ahead: { tag: 'a' } }, 'ein'],
  [{ tag: 'switch', on: true, facet: 'opening', ahead: TO, as: 'open' }, 'auf'],
  [
    { tag: 'switch', on: true, verb: true },
    'anschalten|einschalten|anmachen|einmachen|aktiviere|aktivier|aktiviert|aktivieren|starte|start|startet|starten|anschalte|einschalte|' +
      'anzuschalten|einzuschalten|anzumachen|anstellen|anknipsen|ausführen|andrehen|anwerfen|laufen lassen|beginne|beginnen',
  ],
  [
    { tag: 'switch', on: true, verb: true, facet: 'opening', as: 'open' },
    'öffne|öffnet|öffnen|aufmachen|aufmache|hochfahren|hochziehen|herauffahren|rauffahren|hochmachen|raufmachen|aufziehen|aufdrehen|zu öffnen|aufzumachen|hochzufahren|' +
      'aufrollen|hochlassen|hinauffahren|auffahren|raufziehen|hoch fahren|rauf fahren|hoch machen',
  ],
  [{ tag: 'switch', on: false }, 'aus|ab'],
  [
    { tag: 'switch', on: false, verb: true },
    'ausschalten|ausmachen|abschalten|abmachen|deaktiviere|deaktivier|deaktiviert|deaktivieren|stoppe|stopp|stoppt|stoppen|beende|beendet|beenden|' +
      'ausschalte|auszuschalten|auszumachen|abzuschalten|abstellen|ausstellen|ausknipsen|abdrehen|ausdrehen|lösche|löschen|stop',
  ],
  [{ tag: 'switch', on: false, facet: 'opening', ahead: TO }, 'zu'],
  [
    { tag: 'switch', on: false, verb: true, facet: 'opening' },
    'schließe|schließ|schließt|schließen|schliesse|schliess|schliesst|schliessen|zumachen|zumache|herunterfahren|runterfahren|herunterlassen|runterlassen|runtermachen|' +
      'zuziehen|zudrehen|zuzumachen|zu schließen|herunterzufahren|runterziehen|runter fahren|herunter fahren|zufahren|hinunterfahren|herabfahren|abrollen|runterzufahren',
  ],
  [
    { tag: 'state', on: true },
    'an|angeschaltet|eingeschaltet|aktiv|aktiviert|läuft|laufen|in betrieb|brennt|brennen|leuchtet|leuchten|eingeschalten|angemacht|erleuchtet',
  ],
  [
    { tag: 'state', on: false },
    'aus|ausgeschaltet|abgeschaltet|deaktiviert|inaktiv|ausgemacht|ausgeschalten',
  ],
  [
    { tag: 'state', on: true, facet: 'opening' },
    'offen|geöffnet|oben|hochgefahren|aufgemacht|gekippt|aufgezogen|hochgezogen|geöffnete|offene|offenen',
  ],
  [
    { tag: 'state', on: false, facet: 'opening' },
    'geschlossen|zugemacht|unten|heruntergefahren|runtergefahren|zugezogen|heruntergelassen|geschlossene|geschlossenen',
  ],
  [{ tag: 'up' }, 'höher|mehr|hoch|rauf|herauf|hinauf|nach oben'],
  [{ tag: 'up', verb: true }, 'erhöhe|erhöh|erhöht|erhöhen|steigere'],
  [{ tag: 'up', measure: 'brightness' }, 'heller'],
  [{ tag: 'up', measure: 'temperature' }, 'wärmer'],
  [{ tag: 'down' }, 'niedriger|weniger|runter|herunter|hinunter|herab|nach unten'],
  [
    { tag: 'down', verb: true },
    'senke|senk|senkt|senken|reduziere|reduzier|reduzieren|verringere|verringer|verringern|vermindere',
  ],
  [{ tag: 'down', measure: 'brightness' }, 'dunkler'],
  [{ tag: 'down', measure: 'temperature' }, 'kälter|kühler'],
  [{ tag: 'little' }, 'ein bisschen|ein wenig|etwas mehr|etwas weniger|ein klein wenig'],

  // Modes and the conversation's own verbs
  [
    { tag: 'lock' },
    'abschließen|zuschließen|absperren|zusperren|verriegle|verriegele|verriegel|verriegelt|verriegeln|verschließe|verschließ|verschließen|sperren|sperre|sperr|' +
      'abzuschließen|abschliessen|zuschliessen|verschliesse',
  ],
  [
    { tag: 'unlock' },
    'aufschließen|aufsperren|entriegle|entriegele|entriegel|entriegelt|entriegeln|entsperre|entsperr|entsperren|aufschliessen|aufzuschließen|freigeben',
  ],
  [{ tag: 'mode' }, 'betriebsart'],
  [{ tag: 'because' }, 'weil|wegen|grund'],
  [{ tag: 'cancel' }, 'brich|breche|storniere|abbreche|entferne|entfernen'],
  [{ tag: 'undo' }, 'rückgängig|mach das rückgängig|mache das rückgängig|widerrufe'],

  // Asking
  [
    { tag: 'show' },
    'zeig|zeige|zeigt|zeigen|zeig mir|zeige mir|sag mir|sage mir|sag|sage|nenn|nenne|nenn mir|nenne mir|gib mir|gib|gebe|gebe mir|lies|liste|prüfe|prüf',
  ],
  [
    { tag: 'table' },
    'csv|als csv|als csv datei|als csv-datei|als tabelle|exportiere|exportier|exportieren|exportiere als csv',
  ],
  [{ tag: 'topic', topic: 'status' }, 'status|zustand|übersicht|überblick|stand'],
  [
    { tag: 'topic', topic: 'things' },
    'geräte|gerät|geräten|dinge|ding|dingen|gegenstände|gegenstand|gegenständen|sachen',
  ],
  [{ tag: 'topic', topic: 'tasks' }, 'aufgaben|aufgabe|pläne'],
  [{ tag: 'topic', topic: 'help' }, 'hilfe|was kannst du|was kann ich sagen|was kannst du alles'],
  [{ tag: 'ask', as: 'how' }, 'wie niedrig|wie hoch|wie schwach'],
  [{ tag: 'ask', as: 'what' }, 'was|wie|wo|was für|was für ein|was für eine|was für einen'],
  [
    { tag: 'ask', as: 'which' },
    'welche|welcher|welches|welchen|welchem|welche der|welche von den|welcher der|welches der|welche von|was für',
  ],
  [
    { tag: 'ask', as: 'how many' },
    'wie viele|wieviele|wie viel|wieviel|welche anzahl|welche anzahl an|wie viele der|wieviele der|die anzahl|anzahl|wie viele von den|wie viel von',
  ],
  [
    { tag: 'ask', as: 'any' },
    'irgendwelche|irgendwelcher|irgendwelches|irgendwelchen|irgendein|irgendeine|irgendeiner|irgendeines|irgendeins|einer der|eine der|eines der|eins der|irgendwelche der|irgendeine der|irgendeiner der|einige|einiges|' +
      'einige der|einige von den|irgendwelche von den|welche von den|etwas|was von|ein paar',
  ],
  [{ tag: 'ask', as: 'anything' }, 'irgendetwas|irgendwas|irgend etwas|etwas|irgendwo|ist was'],
  [
    { tag: 'ask', measure: 'temperature' },
    'wie warm|wie heiß|wie kalt|wie viel grad|wieviel grad|wie viele grad|welche temperatur|wie hoch ist die temperatur',
  ],
  [{ tag: 'ask', measure: 'humidity' }, 'wie feucht|wie trocken'],
  [{ tag: 'ask', measure: 'brightness' }, 'wie hell|wie dunkel'],
  [{ tag: 'how-to' }, 'wie kann ich|wie mache ich|erkläre'],
  [{ tag: 'why' }, 'warum|wieso|weshalb'],
  [{ tag: 'who' }, 'wer|wem'],
  [
    { tag: 'be' },
    'ist|sind|steht|stehen|gibt es|befindet sich|befinden sich|aufhalten|ist es|sind es|wäre|bist|stehn|befindet|befinden|sei',
  ],
  [{ tag: 'be', as: 'was' }, 'war|waren'],
  [{ tag: 'aux' }, 'hat|haben|wurde|wurden|wird|werden|hat es|tut'],
  [
    { tag: 'request' },
    'kannst du|könntest du|würdest du|kannst du bitte|könntest du bitte|könnten sie|können sie|würden sie|willst du|magst du|kannst du mir|könntest du mir',
  ],
  [{ tag: 'may' }, 'kann|können|könnte|darf|soll|sollte|muss|sollen|dürfen|will'],
  [{ tag: 'when' }, 'wann|um wie viel uhr|um wieviel uhr'],
  [{ tag: 'question' }, '?'],

  // What keeps a sentence from being an order
  [
    { tag: 'not' },
    'nicht|nie|niemals|kein|keine|keinen|keiner|keines|ohne|statt|bloß nicht|auf keinen fall',
  ],
  [
    { tag: 'if' },
    'wenn|falls|sobald|solange|bevor|während|immer wenn|jedes mal|täglich|stündlich|jeden tag|sofern|erinnere mich',
  ],
  [{ tag: 'every' }, 'jede|jeder|jedes|jeden|jedem'],
  [
    { tag: 'past' },
    'eingeschalten worden|von selbst|von allein|automatisch|schon|bereits|zuletzt|ging|gingen|hatte|hatten|machte|machten|schaltete|schalteten|öffnete|schloss sich|ist angegangen|ausgegangen|angegangen|gegangen',
  ],
  [{ tag: 'past', stretch: 'yesterday' }, 'gestern'],
  [{ tag: 'past', stretch: 'last-night' }, 'letzte nacht|gestern abend'],
  [{ tag: 'person' }, 'ich|er|sie|wir|du|ihr|man|uns|alle personen'],
  [{ tag: 'person', presence: true }, 'jemand|irgendjemand|irgendwer|leute|personen|menschen'],
  [{ tag: 'person', presence: false }, 'niemand|keiner da'],
  [{ tag: 'said' }, 'sagte|gesagt|fragte|gefragt|schrieb|meinte|behauptet|heißt'],
  [{ tag: 'quote' }, '"|\''],

  // Courtesy
  [
    { tag: 'please' },
    'bitte|mal|du sollst|ihr sollt|gleich|jetzt|sofort|schnell|ok|okay|hallo|hey|danke|doch|einmal|bitte gleich|los|ich möchte|ich will|ich hätte gern|ich brauche|gerade|mal bitte|gern|sogleich|umgehend|doch mal|im moment|momentan|aktuell|derzeit',
  ],
  [
    { tag: 'filler' },
    'der|die|das|den|dem|des|mein|meine|meinen|meinem|meiner|meines|unser|unsere|unseren|unserem|unserer|dein|deine|von|vom|von der|von dem|von den|auf der|auf dem|auf den|' +
      'an der|an dem|am|bei|beim|bei der|bei den|ganz|sich|ganze|ganzen|gesamte|gesamten|komplette|kompletten|gesamter|und zwar|so|auch|aus dem|aus der|mir|uns bitte|dir|diesem moment|gegenwärtig|auf die|auf das|ins|insgesamt|denn|überhaupt|eigentlich|der reihe nach',
  ],
  [
    { tag: 'aside' },
    'da|dort|noch|ungefähr|etwa|genau|wirklich|gemacht|hoch|niedrig|tief|wert|stufe|wie stark|wie schnell|wie schwer|wie groß|los mit|zur zeit|schwer|gut|grad|hast|weit|aktuelle|aktueller|aktuellen|derzeitige|momentane|letzte',
  ],

  // Which things
  [{ tag: 'it' }, 'es|ihn|dieses|diesen|diese'],
  [{ tag: 'other' }, 'andere|anderen|anderer|anderes'],
  [{ tag: 'them' }, 'beide|beiden|alle beide'],
  [
    { tag: 'all' },
    'alle|aller|allen|alles|sämtliche|sämtlicher|sämtlichen|sämtliches|überall|alle der|jede einzelne|jedes einzelne|jeden einzelnen|alle meine|alle unsere|alle von|im ganzen haus|in allen räumen|in allen zimmern|in jedem raum|in jedem zimmer',
  ],
  [{ tag: 'except' }, 'außer|ausgenommen|bis auf'],

  // Joints
  [{ tag: 'and' }, 'und|sowie|&|+|/'],
  [{ tag: 'but' }, 'aber|jedoch'],
  [{ tag: 'or' }, 'oder'],
  [{ tag: 'then' }, 'dann|danach|anschließend|und dann'],
  [{ tag: 'comma' }, ',|;'],
  [{ tag: 'colon' }, ':'],
  [{ tag: 'vague' }, 'eine weile|eine zeit lang|einen moment'],
  [{ tag: 'for' }, 'für|lang|für die nächsten'],
  [
    { tag: 'in' },
    'in|im|in der|in dem|in den|innerhalb|nach|in meinem|in meiner|in unserem|in unserer|in deinem|im ganzen',
  ],
  [{ tag: 'by', ahead: { tag: 'at' } }, 'um'],
  [{ tag: 'to' }, 'bis zu|auf maximal|auf den wert|auf die stufe|zur|zum|bis auf'],
  [{ tag: 'until' }, 'bis'],
  [{ tag: 'from' }, 'zwischen|ab dem'],
  [{ tag: 'later' }, 'später|danach'],
  [{ tag: 'than' }, 'als'],
  [{ tag: 'above' }, 'über|mehr als|höher als|größer als|mindestens'],
  [{ tag: 'below' }, 'unter|weniger als|niedriger als|kleiner als|höchstens'],
  [{ tag: 'again' }, 'noch einmal|nochmal|erneut|wieder'],

  // Numbers, units, times
  ...NUMBERS,
  [{ tag: 'a' }, 'eine|einen|einem|einer|eines'],
  [{ tag: 'half' }, 'halb|halbe|halben|einhalb|eine halbe|einer halben'],
  [{ tag: 'quarter', amount: 0.25 }, 'viertel|eine viertel'],
  [{ tag: 'quarter', amount: 0.75 }, 'dreiviertel'],
  [{ tag: 'quantity', amount: 0.5, unit: 'fraction' }, 'hälfte|zur hälfte|die hälfte|halb offen'],
  [
    { tag: 'quantity', amount: 1, unit: 'fraction' },
    'maximum|maximal|höchste|höchsten|voll|ganz auf|höchste stufe|die höchste stufe|höchster stufe|das maximum|maximale|maximaler|maximalen|maximale stufe|die maximale stufe|volle|voller|hellste|hellsten|hundert prozent|höchster|max',
  ],
  [
    { tag: 'quantity', amount: 0, unit: 'fraction' },
    'minimum|minimal|niedrigste|niedrigsten|niedrigste stufe|die niedrigste stufe|niedrigster stufe|das minimum|minimale|minimaler|minimalen|minimale stufe|die minimale stufe|dunkelste|dunkelsten|niedrigster|geringste|geringster|auf min',
  ],
  [{ tag: 'minus' }, 'minus'],
  [{ tag: 'unit', unit: '%' }, '%|prozent'],
  [{ tag: 'unit', unit: 'Cel' }, '°|° c|c|grad|grad celsius|celsius'],
  [{ tag: 'unit', unit: 'F' }, '° f|grad fahrenheit|fahrenheit'],
  [{ tag: 'unit', unit: 'lx' }, 'lx|lux'],
  [{ tag: 'unit', unit: 'V' }, 'v|volt'],
  [{ tag: 'unit', unit: 'W' }, 'w|watt'],
  [{ tag: 'unit', unit: 'bar' }, 'bar'],
  [{ tag: 'time-unit', durationMs: 1_000 }, 's|sekunde|sekunden|sek'],
  [{ tag: 'time-unit', durationMs: 60_000 }, 'min|minute|minuten'],
  [{ tag: 'time-unit', durationMs: 900_000 }, 'viertelstunde|viertelstunden'],
  [{ tag: 'time-unit', durationMs: 2_700_000 }, 'dreiviertelstunde'],
  [{ tag: 'time-unit', durationMs: 3_600_000 }, 'h|stunde|stunden|std'],
  [{ tag: 'time-unit', durationMs: 86_400_000 }, 'tag|tage|tagen'],
  [{ tag: 'day', day: 0 }, 'heute'],
  [{ tag: 'day', day: 1 }, 'morgen'],
  [{ tag: 'day', day: 2 }, 'übermorgen'],
  [{ tag: 'daypart', half: 'am' }, 'morgens|früh|vormittags|am morgen'],
  [{ tag: 'daypart', half: 'pm' }, 'nachmittags|abends|am abend|am nachmittag'],
  [{ tag: 'daypart', half: 'night', day: 0 }, 'heute abend|heute nacht'],
  [{ tag: 'noon', amount: 12 }, 'mittag|mittags'],
  [{ tag: 'noon', amount: 0 }, 'mitternacht'],
  [{ tag: 'oclock' }, 'uhr'],
  [{ tag: 'past-hour', amount: 15 }, 'viertel nach'],
  [{ tag: 'past-hour', amount: -15 }, 'viertel vor'],
  [{ tag: 'past-hour', amount: -30 }, 'um halb'],
  [{ tag: 'point' }, 'komma'],
  [FILLER, 'punkt'],
];
