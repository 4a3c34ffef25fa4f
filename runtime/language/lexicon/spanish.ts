/**
 * The Spanish words of the grammar, as data. Where another part of the grammar looks at the word
 * itself, `as` gives it the English one.
 */
import type { LexiconEntry } from '../lexicon.ts';
import { SPANISH_HOME } from './spanish-home.ts';
import { bent } from './spanish-endings.ts';

const ONES =
  'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte'.split(
    ' ',
  );
const TENS = 'treinta cuarenta cincuenta sesenta setenta ochenta noventa'.split(' ');

/** veintidós is one word, treinta y dos are three; before a noun, uno is un or una. */
const UNITS = 'uno|un|ún|una dos|dós tres|trés cuatro cinco seis|séis siete ocho nueve'
  .split(' ')
  .map((words) => words.split('|'));

const NUMBERS: readonly LexiconEntry[] = [
  ...ONES.map((word, amount): LexiconEntry => [{ tag: 'number', amount }, word]),
  ...UNITS.map((units, index): LexiconEntry => [
    { tag: 'number', amount: 21 + index },
    units.map((unit) => `veinti${unit}`).join('|'),
  ]),
  ...TENS.flatMap((ten, at): LexiconEntry[] => [
    [{ tag: 'number', amount: 10 * (at + 3) }, ten],
    ...UNITS.map((units, index): LexiconEntry => [
      { tag: 'number', amount: 10 * (at + 3) + index + 1 },
      units.map((unit) => `${ten} y ${unit}`).join('|'),
    ]),
  ]),
];

export const SPANISH: readonly LexiconEntry[] = [
  ...SPANISH_HOME,

  // Wishes
  [
    { tag: 'set' },
    'pon|ponga|poner|ponme|pone|poné|establece|establezca|establecer|ajusta|ajuste|ajustar|configura|configure|configurar|cambia|cambie|cambiar|cambiá|' +
      'regula|regule|regular|fija|fije|fijar|coloca|coloque|colocar|dejar|haz|haga|hacer|programa|programe|programar|pasa|pasar|ajustá|crea|crear|cree',
  ],
  [{ tag: 'ensure' }, 'asegúrate de que|asegura que'],
  [{ tag: 'keep' }, 'mantén|mantenga|mantener'],
  [
    { tag: 'switch', on: true, verb: true },
    'enciende|encienda|encender|encendé|prende|prenda|prender|prendé|activa|active|activar|activá|conecta|conecte|conectar|conectá|inicia|inicie|iniciar|' +
      'comienza|comience|comenzar|empieza|empiece|empezar|arranca|arranque|arrancar|ejecuta|ejecute|ejecutar|lanza|lance|lanzar|habilita|habilitar|ilumina|iluminar',
  ],
  [
    { tag: 'switch', on: true, verb: true, facet: 'opening', as: 'open' },
    'abre|abra|abrir|abrí|levanta|levante|levantar|levantá|sube la persiana|abran',
  ],
  [
    { tag: 'switch', on: false, verb: true },
    'apaga|apague|apagar|apagá|desactiva|desactive|desactivar|desactivá|desconecta|desconecte|desconectar|desconectá|pare|parar|deshabilita|' +
      'corta|corte|cortar|finaliza|finalice|finalizar|termina|terminar',
  ],
  [
    { tag: 'switch', on: false, verb: true, facet: 'opening' },
    'cierra|cierre|cerrar|cerrá|cierren',
  ],
  [
    { tag: 'state', on: true },
    bent('encendid activ activad prendid') + '|en marcha|funcionando|en funcionamiento|en uso',
  ],
  [{ tag: 'state', on: false }, bent('apagad inactiv desactivad parad') + '|fuera de servicio'],
  [{ tag: 'state', on: true, facet: 'opening' }, bent('abiert subid')],
  [{ tag: 'state', on: false, facet: 'opening' }, bent('cerrad')],
  [{ tag: 'up' }, 'más|mas'],
  [
    { tag: 'up', verb: true },
    'sube|suba|subir|subí|aumenta|aumente|aumentar|incrementa|incremente|incrementar|alza|alzar|eleva|eleve|elevar|subile',
  ],
  [{ tag: 'up', measure: 'temperature' }, 'más caliente|más calor'],
  [{ tag: 'up', measure: 'brightness' }, 'más brillante|más claro'],
  [{ tag: 'down' }, 'menos'],
  [
    { tag: 'down', verb: true },
    'baja|baje|bajar|bajá|reduce|reduzca|reducir|disminuye|disminuya|disminuir|atenúa|atenuar',
  ],
  [{ tag: 'down', measure: 'temperature' }, 'más frío'],
  [{ tag: 'little' }, 'un poco|un poquito|algo más|algo menos'],

  // Modes and the conversation's own verbs
  [
    { tag: 'lock' },
    'bloquea|bloquee|bloquear|cerrar con llave|cierra con llave|cierre con llave|echar la llave|echa la llave|eche la llave|echar el cerrojo|echa el cerrojo|' +
      'cerrar con cerrojo|cierra con cerrojo|cierre con cerrojo|cerrar con pestillo|cierra con pestillo|echar el pestillo|poner cerrojo|poner el cerrojo|echar llave|pon el cerrojo|poner la llave|' +
      'echar cerrojo|echar pestillo|eche el cerrojo|eche el pestillo|echa el pestillo|echar la llave a|echar la llave en',
  ],
  [
    { tag: 'unlock' },
    'desbloquea|desbloquee|desbloquear|quitar cerrojo|quitar el cerrojo|quita el cerrojo|quite el cerrojo|quitar la llave|quita la llave|quitar pestillo|quitar el pestillo|quita el pestillo|abrir con llave|abre con llave|' +
      'quitar llave|quite la llave|quite el pestillo|quita cerrojo',
  ],
  [{ tag: 'because' }, 'porque|debido a|razón'],
  [
    { tag: 'cancel' },
    'cancela|cancele|cancelar|cancelá|anula|anule|anular|elimina|elimine|eliminar|borra|borre|borrar|suprime',
  ],
  [{ tag: 'undo' }, 'deshaz|deshacer|deshaga'],

  // Asking
  [
    { tag: 'show' },
    'muestra|muestre|mostrar|muéstrame|dime|dame|di|indica|indícame|lee|leer|enseña|enséñame|consulta|consultar',
  ],
  [
    { tag: 'table' },
    'csv|como csv|en csv|a csv|como archivo csv|como tabla|exporta|exporte|exportar|expórtame|exporta como csv',
  ],
  [{ tag: 'topic', topic: 'status' }, 'estado|resumen|situación|status'],
  [
    { tag: 'topic', topic: 'things' },
    'dispositivos|dispositivo|cosas|cosa|aparatos|aparato|equipos|equipo|objetos',
  ],
  [{ tag: 'topic', topic: 'tasks' }, 'tareas|tarea|planes'],
  [{ tag: 'topic', topic: 'help' }, 'ayuda|qué puedo decir|qué puedes hacer|que puedes hacer'],
  [{ tag: 'ask', as: 'what' }, 'cuál|cual|cómo|como|dónde|donde|cuáles'],
  [{ tag: 'ask', as: 'which' }, 'qué|que|qué hay|cuál de|cuáles de'],
  [{ tag: 'ask', as: 'how many' }, 'cuántos|cuántas|cuanto|cuantos|cuantas|cuánto|cuánta'],
  [
    { tag: 'ask', as: 'any' },
    'algún|alguna|algunos|algunas|alguno|algun|alguno de|alguna de|algunos de|algunas de|algo de',
  ],
  [{ tag: 'ask', as: 'anything' }, 'algo'],
  [
    { tag: 'ask', measure: 'temperature' },
    'cuánto calor|cuánto frío|cuántos grados|a cuántos grados|a qué temperatura|qué temperatura|cuánto calor hace|cuántos grados hace|qué temperatura hace|qué temperatura hay|' +
      'cuánto frío hace|cuántos grados hay|a qué temperatura está|a cuántos grados está|a cuántos grados estamos|a qué temperatura estamos|cuanto calor hace|cuanto calor',
  ],
  [{ tag: 'how-to' }, 'cómo puedo|cómo se hace|explica'],
  [{ tag: 'why' }, 'por qué|por que'],
  [{ tag: 'who' }, 'quién|quien|quiénes|quienes'],
  [
    { tag: 'be' },
    'es|son|está|están|hay|se está|se están|estamos|esta|estan|sea|está el|hace|será|tiene|tienen|se encuentra|se encuentran',
  ],
  [{ tag: 'be', as: 'was' }, 'estaba|estaban|era|eran|fue|fueron|estuvo'],
  [{ tag: 'aux' }, 'ha|han|se ha|se han|he|había'],
  [
    { tag: 'request' },
    'puedes|podrías|puede|podría|puedes por favor|podrías por favor|quieres|querrías|me puedes|me podrías|podés',
  ],
  [{ tag: 'may' }, 'puedo|podemos|debo|debería|debemos|se puede'],
  [{ tag: 'when' }, 'cuándo|cuando será'],
  [{ tag: 'question' }, '?'],

  // What keeps a sentence from being an order
  [{ tag: 'not' }, 'no|nunca|jamás|sin|ni|tampoco|en lugar de|en vez de|evita|evitar'],
  [
    { tag: 'if' },
    'si|cuando|mientras|en caso de que|siempre que|antes de|después de que|a menos que|cada vez que|todos los días|diariamente|cada hora|en cuanto|avísame|recuérdame',
  ],
  [{ tag: 'every' }, 'cada'],
  [
    { tag: 'past' },
    'ya|solo|sola|por sí solo|automáticamente|se encendió|se apagó|encendió|apagó|abrió|cerró|encendí|apagué|abrí|último|última|últimos|últimas|última vez',
  ],
  [{ tag: 'past', stretch: 'yesterday' }, 'ayer'],
  [{ tag: 'past', stretch: 'last-night' }, 'anoche'],
  [{ tag: 'person' }, 'yo|él|ella|nosotros|ellos|ellas|usted|ustedes|tú'],
  [{ tag: 'person', presence: true }, 'alguien|gente|personas|persona'],
  [{ tag: 'person', presence: false }, 'nadie'],
  [{ tag: 'said' }, 'dijo|dice|dijeron|preguntó|escribió|dicho'],
  [{ tag: 'quote' }, '"|\''],

  // Courtesy
  [
    { tag: 'please' },
    'por favor|porfa|porfavor|ahora|ahora mismo|ya mismo|en este momento|inmediatamente|rápido|ok|vale|hola|oye|gracias|quiero|quisiera|necesito|quiero que|me gustaría|actualmente|anda|venga',
  ],
  [
    { tag: 'filler' },
    'el|la|los|las|lo|un|mi|mis|tu|tus|su|sus|nuestro|nuestra|nuestros|nuestras|de|del|de la|de los|de las|de mi|se|me|le|nos|con|al nivel de|de la casa|del apartamento|de casa|en la casa|en el apartamento|del hogar|' +
      'en toda la casa|de toda la casa|de mi casa|de nuestra casa|en mi casa|del piso entero|que|por|mismo|este momento',
  ],
  [
    { tag: 'aside' },
    'muy|también|aproximadamente|unos|unas|valor|nivel|niveles|cantidad|cantidad de|concentración|concentración de|total|indica|indicada|indicado|indican|marca|marcada|mide|medida|medido|midiendo|registrada|muestra el|mostrada|según|mostrado|' +
      'restante|disponible|proporción|índice|partículas|partículas de|tasa|promedio|acumulada|acumulado|actual|lectura|allí|ahí|hubo|detectada por|indicadas por',
  ],

  // Which things
  [{ tag: 'it' }, 'lo|ello|esto|eso|ese|esa|este'],
  [{ tag: 'other' }, 'otra|otro'],
  [{ tag: 'them' }, 'ellos ambos|ambos|ambas|las dos|los dos|estos|estas|esos|esas|loselos'],
  [
    { tag: 'all' },
    'todo|toda|todos|todas|todos los|todas las|toda la|todo el|todas y cada una de|todos y cada uno de|todas y cada una|todos y cada uno|en todas partes|todas mis|todos mis|por todas partes|cada una de|cada uno de|en cada habitación|' +
      'de cada habitación|de cada pieza|de cada cuarto|de todas las habitaciones|en todas las habitaciones|de todos los cuartos',
  ],
  [{ tag: 'except' }, 'excepto|menos la|menos el|menos las|menos los|salvo|a excepción de'],

  // Joints
  [{ tag: 'and' }, 'y|e|&|+|/'],
  [{ tag: 'but' }, 'pero'],
  [{ tag: 'or' }, 'o|u'],
  [{ tag: 'then' }, 'luego|después|entonces|a continuación'],
  [{ tag: 'comma' }, ',|;'],
  [{ tag: 'colon' }, ':'],
  [{ tag: 'vague' }, 'un rato|un momento'],
  [{ tag: 'for' }, 'para|para el|para la|para mi|durante|por un tiempo de|para los próximos'],
  [{ tag: 'at' }, 'a las|a la'],
  [{ tag: 'in', ahead: { tag: 'to', as: 'to' } }, 'en|en el|en la|en los|en las'],
  [{ tag: 'in' }, 'dentro de|dentro del'],
  [{ tag: 'to' }, 'a|al|hasta|hasta el|a un|a una|a lo|a los|a color|en color|al valor'],
  [{ tag: 'until' }, 'hasta las|hasta la'],
  [{ tag: 'from' }, 'desde|entre'],
  [{ tag: 'later' }, 'más tarde'],
  [{ tag: 'than' }, 'que el'],
  [{ tag: 'above' }, 'por encima de|superior a|más de|mayor que|al menos'],
  [{ tag: 'below' }, 'por debajo de|inferior a|menos de|menor que|como máximo'],
  [{ tag: 'again' }, 'otra vez|de nuevo|nuevamente'],

  // Numbers, units, times
  ...NUMBERS,
  [{ tag: 'number', amount: 100 }, 'cien'],
  [{ tag: 'a' }, 'una|un'],
  [{ tag: 'half' }, 'medio|media'],
  [{ tag: 'quarter', amount: 0.25 }, 'cuarto|un cuarto|cuarto de|un cuarto de'],
  [{ tag: 'quarter', amount: 0.75 }, 'tres cuartos|tres cuartos de'],
  [
    { tag: 'quantity', amount: 0.5, unit: 'fraction' },
    'mitad|la mitad|a la mitad|hasta la mitad|a medias',
  ],
  [
    { tag: 'quantity', amount: 1, unit: 'fraction' },
    'máximo|máxima|tope|a tope|al tope|al máximo|lo más alto|más alto|completamente|del todo|maximo|el máximo|brillo máximo|máximo brillo|a lo más alto',
  ],
  [
    { tag: 'quantity', amount: 0, unit: 'fraction' },
    'mínimo|mínima|al mínimo|lo más bajo|más bajo|minimo|el mínimo|brillo mínimo|mínimo brillo|a lo más bajo',
  ],
  [{ tag: 'minus' }, 'menos cero'],
  [{ tag: 'unit', unit: '%' }, '%|por ciento|porciento|por cien'],
  [{ tag: 'unit', unit: 'Cel' }, '°|° c|c|grados|grado|grados celsius|grados centígrados'],
  [{ tag: 'unit', unit: 'F' }, '° f|grados fahrenheit'],
  [{ tag: 'unit', unit: 'lx' }, 'lx|lux'],
  [{ tag: 'unit', unit: 'V' }, 'v|voltios'],
  [{ tag: 'unit', unit: 'W' }, 'w|vatios'],
  [{ tag: 'unit', unit: 'bar' }, 'bar|bares'],
  [{ tag: 'time-unit', durationMs: 1_000 }, 's|segundo|segundos|seg'],
  [{ tag: 'time-unit', durationMs: 60_000 }, 'min|minuto|minutos'],
  [{ tag: 'time-unit', durationMs: 3_600_000 }, 'h|hora|horas'],
  [{ tag: 'time-unit', durationMs: 86_400_000 }, 'día|días'],
  [{ tag: 'day', day: 0 }, 'hoy'],
  [{ tag: 'day', day: 1 }, 'mañana'],
  [{ tag: 'day', day: 2 }, 'pasado mañana'],
  [{ tag: 'daypart', half: 'am' }, 'de la mañana|por la mañana'],
  [{ tag: 'daypart', half: 'pm' }, 'de la tarde|por la tarde'],
  [{ tag: 'daypart', half: 'night' }, 'de la noche|por la noche'],
  [{ tag: 'daypart', half: 'night', day: 0 }, 'esta noche'],
  [{ tag: 'noon', amount: 12 }, 'mediodía'],
  [{ tag: 'noon', amount: 0 }, 'medianoche'],
  [{ tag: 'point' }, 'coma'],
];
