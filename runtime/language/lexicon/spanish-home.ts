/** Spanish words for what homes have and measure, for colours and timers, and for what is of another trade. */
import type { LexiconEntry } from '../lexicon.ts';
import { bent, bentWith } from './spanish-endings.ts';

const COLORS: readonly (readonly [amount: number, words: string])[] = [
  [0xffffff, 'blanco|blanca'],
  [0xff0000, 'rojo|roja|color rojo'],
  [0xff8000, 'naranja'],
  [0xffff00, 'amarillo|amarilla|color amarillo'],
  [0x00ff00, 'verde|color verde'],
  [0x0000ff, 'azul|color azul'],
  [0x8000ff, 'morado|morada|violeta|púrpura'],
  [0xff80c0, 'rosa'],
  [0x00ffff, 'turquesa|cian'],
];

export const SPANISH_HOME: readonly LexiconEntry[] = [
  // What something senses
  [{ tag: 'state', on: true, measure: 'hot' }, 'caliente|calientes'],
  [{ tag: 'state', on: true, measure: 'cold' }, bent('frí') + '|congelado'],
  [{ tag: 'state', on: true, measure: 'leak' }, bent('mojad húmed inundad')],
  [{ tag: 'state', on: false, measure: 'leak' }, bent('sec')],
  [
    { tag: 'down', verb: true, or: { tag: 'state', on: true, measure: 'battery' } },
    'baja|bajas|bajo|bajos',
  ],
  [
    { tag: 'state', on: true, measure: 'battery' },
    'descargada|descargadas|agotada|agotadas|casi vacía',
  ],
  [{ tag: 'state', on: false, measure: 'battery' }, bent('cargad') + '|normal|normales'],
  [
    { tag: 'state', on: true, measure: 'charging' },
    'cargando|cargándose|en carga|se está cargando|se están cargando',
  ],
  [
    { tag: 'state', on: true, or: { tag: 'state', on: true, measure: 'connected' } },
    bent('conectad') + '|en línea|accesible',
  ],
  [
    { tag: 'state', on: false, or: { tag: 'state', on: false, measure: 'connected' } },
    bent('desconectad'),
  ],
  [{ tag: 'state', on: true, measure: 'plugged' }, bent('enchufad')],
  [{ tag: 'state', on: false, measure: 'plugged' }, bent('desenchufad')],
  [
    { tag: 'state', on: true, measure: 'powered' },
    bent('alimentad') + '|con corriente|con alimentación',
  ],
  [
    { tag: 'state', on: true, or: { tag: 'state', on: true, measure: 'running' } },
    'en marcha|funcionando|en funcionamiento',
  ],
  [{ tag: 'state', on: true, measure: 'unsafe' }, bent('insegur peligros')],
  [{ tag: 'state', on: false, measure: 'unsafe' }, bent('segur')],
  [{ tag: 'state', on: true, measure: 'vibration' }, 'vibrando|vibra|vibran'],
  [{ tag: 'state', on: true, measure: 'tamper' }, bent('manipulad saboteád forzad')],
  [{ tag: 'state', on: false, measure: 'tamper' }, bent('intact')],
  [{ tag: 'state', on: false, measure: 'update' }, bent('actualizad') + '|al día'],
  [{ tag: 'state', on: true, measure: 'update' }, bent('desactualizad')],
  [{ tag: 'state', on: true, measure: 'occupancy', presence: true }, bent('ocupad')],
  [{ tag: 'state', on: true, measure: 'home' }, 'en casa|en la casa|en el hogar'],
  [{ tag: 'state', on: false, measure: 'home' }, 'fuera de casa|ausente'],
  [
    { tag: 'state', on: false, measure: 'unlocked' },
    [
      ...['con llave', 'con pestillo', 'con cerrojo', 'con la llave'].map((tail) =>
        bentWith('cerrad', tail),
      ),
      bent('bloquead'),
    ].join('|'),
  ],
  [
    { tag: 'state', on: true, measure: 'unlocked' },
    [
      bent('desbloquead'),
      'sin llave',
      'sin cerrojo',
      'sin pestillo',
      'sin cerrar',
      'sin echar la llave',
    ].join('|'),
  ],
  [
    { tag: 'state', on: true, facet: 'detection' },
    bent('detectad disparad') + '|detecta|detectan|detectando|ha saltado|han saltado',
  ],
  [{ tag: 'state', on: false, facet: 'detection' }, bent('despejad')],

  // What is measured
  [{ tag: 'measure', measure: 'temperature' }, 'temperatura|temperaturas|calor|la calor'],
  [{ tag: 'measure', measure: 'humidity' }, 'humedad|humedad relativa'],
  [
    { tag: 'measure', measure: 'brightness' },
    'brillo|luminosidad|iluminancia|intensidad de luz|cantidad de luz|nivel de brillo|intensidad luminosa|nivel de luz',
  ],
  [{ tag: 'measure', measure: 'color' }, 'color|colores'],
  [{ tag: 'measure', measure: 'opening' }, 'posición'],
  [{ tag: 'measure', measure: 'fill' }, 'nivel de agua'],
  [
    { tag: 'measure', measure: 'pressure' },
    'presión|presión atmosférica|presión del aire|presión barométrica',
  ],
  [{ tag: 'measure', measure: 'voltage' }, 'voltaje|tensión'],
  [
    { tag: 'measure', measure: 'current' },
    'corriente|intensidad de corriente|amperaje|intensidad eléctrica',
  ],
  [{ tag: 'measure', measure: 'load' }, 'potencia|potencia activa|consumo eléctrico'],
  [{ tag: 'measure', measure: 'apparent-power' }, 'potencia aparente'],
  [{ tag: 'measure', measure: 'reactive-power' }, 'potencia reactiva'],
  [{ tag: 'measure', measure: 'power-factor' }, 'factor de potencia'],
  [
    { tag: 'measure', measure: 'energy' },
    'energía|cantidad de energía|electricidad|energía producida',
  ],
  [
    { tag: 'measure', measure: 'stored-energy' },
    'energía almacenada|cantidad de energía almacenada|almacenamiento de energía|almacenada|energía acumulada',
  ],
  [{ tag: 'measure', measure: 'frequency' }, 'frecuencia'],
  [
    { tag: 'measure', measure: 'irradiance' },
    'irradiancia|irradiación|radiación|cantidad de radiación|nivel de irradiación|nivel de radiación',
  ],
  [{ tag: 'measure', measure: 'co' }, 'monóxido de carbono|co|algo de monóxido de carbono'],
  [{ tag: 'measure', measure: 'co2' }, 'dióxido de carbono|co2|co 2'],
  [{ tag: 'measure', measure: 'no2' }, 'dióxido de nitrógeno|no2|no 2'],
  [{ tag: 'measure', measure: 'no' }, 'monóxido de nitrógeno|óxido nítrico'],
  [{ tag: 'measure', measure: 'n2o' }, 'óxido nitroso|n2o|n 2 o'],
  [{ tag: 'measure', measure: 'so2' }, 'dióxido de azufre|so2|so 2'],
  [{ tag: 'measure', measure: 'ozone' }, 'ozono|o3|o 3'],
  [
    { tag: 'measure', measure: 'pm1' },
    'pm1|pm 1|partículas pm1|partículas pm 1|partículas de menos de 1 micrón|partículas de 1 micrón|partículas de 1 micrómetro',
  ],
  [
    { tag: 'measure', measure: 'pm25' },
    'pm2.5|pm 2.5|pm25|pm 25|partículas pm2.5|partículas pm 2.5|partículas de menos de 2.5 micrones|partículas de 2.5 micrones|partículas de 2.5 micrómetros|partículas finas',
  ],
  [
    { tag: 'measure', measure: 'pm10' },
    'pm10|pm 10|partículas pm10|partículas pm 10|partículas de menos de 10 micrones|partículas de 10 micrones|partículas de 10 micrómetros',
  ],
  [
    { tag: 'measure', measure: 'voc' },
    'cov|covs|compuestos orgánicos|compuestos orgánicos volátiles|compuesto orgánico volátil|partículas de compuestos orgánicos|voc|partes de compuestos orgánicos volátiles',
  ],
  [
    { tag: 'measure', measure: 'aqi' },
    'calidad del aire|calidad de aire|aqi|índice de calidad del aire|índice de calidad de aire',
  ],
  [
    { tag: 'measure', measure: 'battery' },
    'batería|baterías|nivel de batería|batería restante|nivel de batería restante|carga|nivel de carga|pila|pilas|carga de la batería|carga restante',
  ],
  [
    { tag: 'measure', measure: 'signal' },
    'señal|intensidad de señal|intensidad de la señal|fuerza de la señal|potencia de la señal|potencia de señal|nivel de señal',
  ],
  [
    { tag: 'measure', measure: 'data-rate' },
    'velocidad de descarga|velocidad de subida|ratio de subida|ratio de descarga|velocidad de bajada|tasa de descarga|tasa de subida|velocidad de subida de datos|velocidad de descarga de datos|' +
      'ratio de subida de datos|ratio de descarga de datos|ancho de banda|velocidad de datos|tasa de transferencia|velocidad de transferencia|ratio de bajada',
  ],
  [{ tag: 'measure', measure: 'data-size' }, 'tamaño|tamaño de datos'],
  [{ tag: 'measure', measure: 'date' }, 'fecha'],
  [{ tag: 'measure', measure: 'distance' }, 'distancia|kilometraje|kilómetros'],
  [{ tag: 'measure', measure: 'duration' }, 'duración|tiempo de duración'],
  [{ tag: 'measure', measure: 'weight' }, 'peso|masa'],
  [
    { tag: 'measure', measure: 'money' },
    'precio|coste|costo|dinero|cantidad de dinero|efectivo|importe|valor monetario|saldo',
  ],
  [{ tag: 'measure', measure: 'speed' }, 'velocidad|velocidad del viento|rapidez'],
  [
    { tag: 'measure', measure: 'rain' },
    'lluvia|precipitación|nieve|lluvia acumulada|precipitación acumulada|nieve acumulada|cantidad de lluvia|cantidad de nieve|cantidad de precipitación|cantidad de nieve acumulada|cantidad de lluvia acumulada|' +
      'cantidad de precipitación acumulada|acumulación de lluvia|acumulación de nieve|precipitaciones',
  ],
  [
    { tag: 'measure', measure: 'rain-rate' },
    'intensidad de la lluvia|intensidad de lluvia|intensidad de la precipitación|intensidad de precipitación|intensidad de la nieve|intensidad de nieve|intensidad de las precipitaciones|intensidad',
  ],
  [{ tag: 'beyond', or: { tag: 'measure', measure: 'volume' } }, 'volumen|el volumen'],
  [
    { tag: 'measure', measure: 'volume' },
    'volumen total|volumen almacenado|volumen total almacenado|volumen total almacenado en|cantidad almacenada|cantidad total almacenada',
  ],
  [
    { tag: 'measure', measure: 'water' },
    'agua|agua consumida|consumo de agua|cantidad de agua|cantidad total de agua consumida|cantidad de agua consumida|total de agua consumida|agua total consumida',
  ],
  [{ tag: 'measure', measure: 'gas' }, 'gas|cantidad de gas|consumo de gas|volumen de gas'],
  [
    { tag: 'measure', measure: 'moisture' },
    'proporción de agua|contenido de agua|nivel de humedad',
  ],
  [
    { tag: 'measure', measure: 'sound-pressure' },
    'presión sonora|presión acústica|nivel de ruido|nivel sonoro',
  ],
  [
    { tag: 'measure', measure: 'leak' },
    'fuga|fugas|fuga de agua|sensor de agua|sensores de agua|sensor de fuga|sensores de fuga|sensores de fuga de agua|escape de agua',
  ],
  [{ tag: 'measure', measure: 'motion' }, 'movimiento|movimientos'],
  [{ tag: 'measure', measure: 'occupancy' }, 'presencia|ocupación'],
  [{ tag: 'measure', measure: 'smoke' }, 'humo'],
  [{ tag: 'measure', measure: 'sound' }, 'sonido|sonidos|ruido|ruidos'],
  [{ tag: 'measure', measure: 'problem' }, 'problema|problemas|avería|fallo|fallos'],
  [
    { tag: 'measure', measure: 'update' },
    'actualización|actualizaciones|actualizaciones disponibles|actualización disponible',
  ],
  [{ tag: 'measure', measure: 'vibration' }, 'vibración|vibraciones'],
  [{ tag: 'measure', measure: 'tamper' }, 'sabotaje|manipulación'],
  [{ tag: 'measure', measure: 'light' }, 'sensor de luz|sensores de luz'],
  [{ tag: 'aside' }, 'disponibles|disponible'],

  ...COLORS.map(([amount, words]): LexiconEntry => [
    { tag: 'quantity', amount, unit: 'color' },
    words,
  ]),

  [
    { tag: 'here' },
    'aquí|acá|aqui|aca|de aquí|de acá|en esta habitación|esta habitación|la habitación|en la habitación|de la habitación|la pieza|de la pieza|en la pieza|este cuarto|en este cuarto|del cuarto|en el cuarto|el cuarto|' +
      'de esta habitación|de este cuarto|de esta pieza|en esta pieza|en la estancia|de la estancia|esta estancia|en esta sala',
  ],

  [
    { tag: 'moment' },
    'qué hora|que hora|la hora|hora actual|la hora actual|qué día|que dia|la fecha|qué fecha|fecha de hoy|a qué día|a cuánto|en qué día|a qué fecha|el día',
  ],
  [
    { tag: 'dismiss' },
    'olvida|olvide|olvidar|olvídalo|olvídate|nada|déjalo|deja|haga caso|hagas caso|no importa|da igual|adiós|cállate|calla|silencio',
  ],
  [{ tag: 'it' }, 'petición|orden|pedido|lo último|lo anterior'],

  // Timers
  [{ tag: 'timer' }, 'temporizador|cuenta atrás|cuenta regresiva|cronómetro|cuentaatrás'],
  [{ tag: 'timer', many: true }, 'temporizadores|cuentas atrás|cronómetros'],
  [{ tag: 'pause' }, 'pausa|pause|pausar|detén|detener|detenga|pon en pausa|poner en pausa'],
  [
    { tag: 'resume' },
    'continúa|continúe|continuar|reanuda|reanude|reanudar|sigue|siga|seguir|reactiva|reactive|reactivar|continua|prosigue|proseguir',
  ],
  [
    { tag: 'add' },
    'añade|añada|añadir|agrega|agregue|agregar|suma|sume|sumar|extiende|extender|alarga|alargar|prolonga',
  ],
  [
    { tag: 'take' },
    'quita|quite|quitar|resta|reste|restar|acorta|acortar|descuenta|descontar|sustrae',
  ],
  [{ tag: 'named' }, 'llamado|llamada|con nombre|de nombre|con el nombre'],
  [
    { tag: 'left' },
    'queda|quedan|le queda|le quedan|tiempo restante|tiempo|cuánto tiempo|cuanto tiempo|cuánto tiempo le queda|qué le queda|cuánto le queda|restante|cuánto queda|falta|cuánto falta|cuánto le falta',
  ],

  // Of another trade
  [
    { tag: 'beyond' },
    'reproduce|reproduzca|reproducir|reproducción|escuchar|escucha|música|canción|canciones|pista|pistas|tema|álbum|artista|película|video|vídeo|serie|programa de tv|siguiente|anterior|saltar|salta|' +
      'salte|volver|vuelve|ver otra vez|qué tiempo hace|tiempo hace|clima|pronóstico|lista|listado|lista de la compra|compra|aspiradora|aspira|aspirar|aspire|limpia|limpiar|base|anuncia|anunciar|radio|podcast|emisora|' +
      'noticias|chiste|silencia|silenciar|escuchando|sonando',
  ],
];
