/** German words for what homes have and measure, for colours and timers, and for what is of another trade. */
import type { LexiconEntry } from '../lexicon.ts';

const COLORS: readonly (readonly [amount: number, words: string])[] = [
  [0xffffff, 'weiß|weiss'],
  [0xff0000, 'rot'],
  [0xff8000, 'orange'],
  [0xffff00, 'gelb'],
  [0x00ff00, 'grün'],
  [0x0000ff, 'blau'],
  [0x8000ff, 'lila|violett'],
  [0xff80c0, 'rosa|pink'],
  [0x00ffff, 'türkis|cyan'],
];

export const GERMAN_HOME: readonly LexiconEntry[] = [
  // What something senses
  [
    { tag: 'measure', measure: 'temperature', or: { tag: 'state', on: true, measure: 'hot' } },
    'heiß|heiss|warm',
  ],
  [
    { tag: 'measure', measure: 'temperature', or: { tag: 'state', on: true, measure: 'cold' } },
    'kalt',
  ],
  [
    { tag: 'measure', measure: 'humidity', or: { tag: 'state', on: false, measure: 'leak' } },
    'trocken',
  ],
  [{ tag: 'state', on: true, measure: 'leak' }, 'nass|feucht|undicht|überflutet|überschwemmt'],
  [
    { tag: 'state', on: true, measure: 'battery' },
    'schwach|niedrig|leer|fast leer|entladen|niedriger',
  ],
  [
    { tag: 'state', on: false, measure: 'battery' },
    'normal|voll aufgeladen|voll geladen|vollgeladen',
  ],
  [
    { tag: 'state', on: true, measure: 'charging' },
    'lädt|laden|lädt auf|laden auf|lädt gerade|am laden|geladen wird|aufladen|werden geladen|wird geladen|wird aufgeladen|werden aufgeladen|aufgeladen|geladen|am aufladen|lade',
  ],
  [{ tag: 'state', on: true, measure: 'connected' }, 'verbunden|erreichbar|online|angeschlossen'],
  [
    { tag: 'state', on: false, measure: 'connected' },
    'getrennt|nicht verbunden|unerreichbar|offline',
  ],
  [{ tag: 'state', on: true, measure: 'plugged' }, 'eingesteckt|eingestöpselt'],
  [{ tag: 'state', on: false, measure: 'plugged' }, 'ausgesteckt|ausgestöpselt'],
  [{ tag: 'state', on: true, measure: 'running' }, 'am laufen'],
  [{ tag: 'state', on: true, measure: 'unsafe' }, 'unsicher|gefährlich|gefährdet'],
  [
    { tag: 'state', on: false, measure: 'unsafe' },
    'sicher|ungefährlich|nicht gefährlich|gefahrlos',
  ],
  [{ tag: 'state', on: true, measure: 'vibration' }, 'vibriert|vibrieren'],
  [{ tag: 'state', on: true, measure: 'tamper' }, 'manipuliert|sabotiert'],
  [
    { tag: 'state', on: false, measure: 'update' },
    'aktuell auf dem neuesten stand|auf dem neuesten stand|auf dem aktuellen stand',
  ],
  [{ tag: 'state', on: true, measure: 'occupancy', presence: true }, 'belegt|besetzt'],
  [
    { tag: 'state', on: true, measure: 'home' },
    'zuhause|zu hause|daheim|im zuhause|im haus|anwesend|da heim|im hause',
  ],
  [
    { tag: 'state', on: false, measure: 'home' },
    'unterwegs|nicht zuhause|nicht zu hause|weg|abwesend|außer haus',
  ],
  [
    { tag: 'state', on: false, measure: 'unlocked' },
    'abgeschlossen|verriegelt|verschlossen|zugesperrt|abgesperrt|zugeschlossen|gesperrt',
  ],
  [
    { tag: 'state', on: true, measure: 'unlocked' },
    'aufgeschlossen|entriegelt|unverschlossen|unverriegelt|nicht verriegelt|nicht abgeschlossen|nicht verschlossen|aufgesperrt|entsperrt|nicht abgesperrt|nicht zugesperrt|nicht zugeschlossen',
  ],
  [
    { tag: 'state', on: true, facet: 'detection' },
    'erkannt|ausgelöst|detektiert|entdeckt|festgestellt|registriert|gemeldet|erfasst|schlägt an|schlagen an|ausgelöst worden|erkennt|erkennen|meldet|melden',
  ],

  // What is measured
  [{ tag: 'measure', measure: 'temperature' }, 'temperatur|temperaturen|grad'],
  [{ tag: 'measure', measure: 'humidity' }, 'feuchtigkeit|luftfeuchtigkeit|luftfeuchte|feuchte'],
  [
    { tag: 'measure', measure: 'brightness' },
    'helligkeit|helligkeiten|beleuchtungsstärke|lichtstärke|hell|dunkel',
  ],
  [{ tag: 'measure', measure: 'color' }, 'farbe|farben'],
  [{ tag: 'measure', measure: 'opening' }, 'position|positionen|öffnungsgrad'],
  [{ tag: 'measure', measure: 'fill' }, 'füllstand|wasserstand'],
  [{ tag: 'measure', measure: 'flow' }, 'durchfluss'],
  [{ tag: 'measure', measure: 'pressure' }, 'druck|luftdruck'],
  [{ tag: 'measure', measure: 'voltage' }, 'spannung'],
  [{ tag: 'measure', measure: 'current' }, 'stromstärke|strom'],
  [{ tag: 'measure', measure: 'load' }, 'leistung|stromverbrauch'],
  [{ tag: 'measure', measure: 'energy' }, 'energie|energieverbrauch'],
  [{ tag: 'measure', measure: 'co' }, 'kohlenmonoxid|kohlenstoffmonoxid|co'],
  [{ tag: 'measure', measure: 'co2' }, 'kohlendioxid|kohlenstoffdioxid|co2'],
  [{ tag: 'measure', measure: 'ozone' }, 'ozon'],
  [{ tag: 'measure', measure: 'pm25' }, 'feinstaub'],
  [
    { tag: 'measure', measure: 'battery' },
    'akku|akkus|batterie|batterien|ladestand|akkustand|batteriestand|ladezustand|akkuladestand|batterieladestand|ladung',
  ],
  [{ tag: 'measure', measure: 'signal' }, 'signalstärke|empfang'],
  [{ tag: 'measure', measure: 'weight' }, 'gewicht'],
  [{ tag: 'measure', measure: 'distance' }, 'entfernung|distanz'],
  [{ tag: 'measure', measure: 'speed' }, 'geschwindigkeit|windgeschwindigkeit'],
  [{ tag: 'measure', measure: 'rain' }, 'niederschlag|regen|regenmenge'],
  [{ tag: 'measure', measure: 'gas' }, 'gas|gase'],
  [{ tag: 'measure', measure: 'leak' }, 'leck|wasserleck|lecks|wassersensor|wassersensoren'],
  [{ tag: 'measure', measure: 'motion' }, 'bewegung|bewegungen'],
  [{ tag: 'measure', measure: 'occupancy' }, 'anwesenheit|präsenz|belegung'],
  [{ tag: 'measure', measure: 'smoke' }, 'rauch'],
  [{ tag: 'measure', measure: 'sound' }, 'geräusch|geräusche|lärm|ton'],
  [{ tag: 'measure', measure: 'problem' }, 'problem|probleme|störung|störungen|fehler'],
  [{ tag: 'measure', measure: 'unsafe' }, 'gefahr|gefahren'],
  [{ tag: 'measure', measure: 'update' }, 'update|updates|aktualisierung|aktualisierungen'],
  [{ tag: 'measure', measure: 'vibration' }, 'vibration|vibrationen|erschütterung'],
  [{ tag: 'measure', measure: 'cold' }, 'kälte'],
  [{ tag: 'measure', measure: 'hot' }, 'hitze'],
  [{ tag: 'measure', measure: 'light' }, 'lichtsensor|lichtsensoren'],

  ...COLORS.map(([amount, words]): LexiconEntry => [
    { tag: 'quantity', amount, unit: 'color' },
    words,
  ]),

  [
    { tag: 'here' },
    'hier|in diesem bereich|dieser bereich|diesem bereich|in diesem raum|in diesem zimmer|im raum|im zimmer|diesen raum|dieses zimmer|hier drin|in dem raum|hier im raum|hier im zimmer',
  ],
  [
    { tag: 'switch', on: true, verb: true, kind: 'light' },
    'erleuchte|beleuchte|erhelle|erleuchten|beleuchten',
  ],

  [
    { tag: 'moment' },
    'uhrzeit|datum|wievielte|wievielten|wie spät|wieviel uhr|wie viel uhr|welcher tag|welchen tag|was für ein tag|was für ein datum|was für einen tag|wochentag|zeit',
  ],
  [
    { tag: 'dismiss' },
    'vergiss|vergesst|egal|nix|nichts|abbrechen|abbruch|hat sich erledigt|schon gut|lass gut sein|lass es|tschüss|ruhe|sei still|lass mal|vergiss es|erledigt',
  ],

  // Timers
  [
    { tag: 'timer' },
    'timer|wecker|kurzzeitwecker|countdown|eieruhr|stoppuhr|timers|zeitmesser|kurzzeitmesser',
  ],
  [
    { tag: 'pause' },
    'pausiere|pausier|pausieren|halte an|unterbrich|unterbreche|anhalten|pausiert',
  ],
  [
    { tag: 'resume' },
    'fortsetzen|weiter|fort|fortfahren|weiterlaufen|nimm wieder auf|reaktiviere|setze fort',
  ],
  [{ tag: 'add' }, 'verlängere|verlänger|verlängern|hinzufügen|addiere|gib dazu|erweitere'],
  [{ tag: 'take' }, 'verkürze|verkürz|verkürzen|kürze|kürz|kürzen|abziehen|subtrahiere'],
  [{ tag: 'named' }, 'namens|genannt|mit dem namen|mit namen'],
  [
    { tag: 'left' },
    'übrig|verbleibt|verbleiben|verbleibend|restzeit|verbleibende zeit|wie lange|wie viel zeit|wieviel zeit|restlaufzeit|was macht|verbleibende|bleibt|noch übrig|läuft noch|wie viel zeit ist|wie lange noch|wie lange läuft',
  ],

  // Of another trade
  [
    { tag: 'beyond' },
    'spiele|spiel|spielt|abspielen|spielen|lied|lieder|song|songs|titel|track|musik|album|playlist|podcast|film|fernsehsendung|sendung|lautstärke|stumm|lauter|leiser|wetter|' +
      'einkaufsliste|liste|listen|einkauf|verkünde|durchsage|ansage|staubsauger|staubsaugen|sauge|saugen|reinige|reinigen|putze|wiedergabe|nächster|nächstes|nächsten|vorheriger|vorheriges|vorherigen|' +
      'stück|radio|nachrichten|witz|kanal|sender|staubsauge|letztes|wiederhole|wiederholen|überspringe|überspringen|basis|daten|ankündigen|ankündigung|sag allen|letzten song|letzten titel',
  ],
];
