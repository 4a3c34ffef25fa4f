/**
 * The bounds of the house, generated from one ordered list: a room imports only rooms above it.
 * `test/guards/check-bounds.ts` runs this and makes sure that every file was looked at.
 */
const ROOMS = [
  'core',
  'state',
  'config',
  'actions',
  'policy',
  'hal',
  'devices',
  'inference',
  'mesh',
  'tasks',
  'workflows',
  'language',
  'monitor',
  'update',
];

/** Where the world comes in. They know every room and not each other. */
const DOORS = ['gateway', 'web', 'cli'];

/** Which outside package is touched where, and nowhere else; a list: in each of these. */
const PACKAGES = {
  pino: 'runtime/core/log.ts',
  zod: 'runtime/core/schema.ts',
  level: 'runtime/state/',
  yaml: 'runtime/config/',
  fastify: 'runtime/web/',
  ws: 'runtime/gateway/channels/web-socket-line.ts',
  '@xmpp/client': 'runtime/gateway/adapters/xmpp/',
  nodemailer: 'runtime/gateway/adapters/email/',
  imapflow: 'runtime/gateway/adapters/email/',
  '@fastify/static': 'runtime/web/',
  '@fastify/websocket': 'runtime/web/',
  mqtt: ['runtime/mesh/link/mqtt-connection.ts', 'runtime/gateway/adapters/mqtt/'],
  aedes: 'runtime/mesh/broker/',
  'bonjour-service': 'runtime/mesh/discovery/',
  'cbor-x': 'runtime/mesh/wire/wire-codec.ts',
  preact: 'runtime/web/page/',
  uplot: 'runtime/web/page/',
  '@resvg/resvg-js': 'runtime/devices/past/plot-png.ts',
  '@litertjs/core': 'runtime/inference/tflite-node/wasm/',
  flatbuffers: 'models/kit/tflite/',
  sharp: 'runtime/inference/read-picture.ts',
  'i2c-bus': 'runtime/hal/linux/buses/',
  'spi-device': 'runtime/hal/linux/buses/',
  serialport: 'runtime/hal/linux/buses/',
  'modbus-serial': 'runtime/hal/linux/buses/',
  'node-cron': 'runtime/workflows/triggers/cron/parse-cron.ts',
  '@marcbachmann/cel-js': 'runtime/workflows/condition.ts',
  mustache: 'runtime/workflows/',
  'sql.js': 'runtime/workflows/sources/',
  onoff: 'runtime/hal/linux/gpio/',
  'sql.js': 'runtime/workflows/sources/',
  mustache: 'runtime/workflows/report/',
};

const TESTS = '^test/|\\.(test|fixture)\\.ts$';

const pattern = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
const anyOf = (rooms) => `^runtime/(${rooms.join('|')})/`;

const forbid = (name, from, to) => ({ name, severity: 'error', from, to });

const rooms = ROOMS.slice(0, -1).map((room, index) =>
  forbid(
    `${room}-imports-only-rooms-above`,
    { path: anyOf([room]) },
    { path: anyOf(ROOMS.slice(index + 1)) },
  ),
);

const doors = DOORS.map((door) =>
  forbid(
    `${door}-imports-no-other-door`,
    { path: anyOf([door]) },
    { path: anyOf(DOORS.filter((other) => other !== door)) },
  ),
);

const packages = Object.entries(PACKAGES).map(([name, place]) => {
  const owners = [place].flat();
  return forbid(
    `only-${owners.join('-and-')}-touches-${name}`,
    {
      path: '^(runtime|drivers|models|provisioning)/',
      pathNot: `^(${owners.map(pattern).join('|')})|${TESTS}`,
    },
    { path: `(^|node_modules/)${pattern(name)}(/|$)` },
  );
});

module.exports = {
  forbidden: [
    ...rooms,
    ...doors,
    ...packages,
    forbid('no-room-imports-a-door', { path: anyOf(ROOMS) }, { path: anyOf(DOORS) }),
    forbid(
      'nobody-imports-the-composition-root',
      { path: '^(runtime/(?!app/)[^/]+|drivers|models|provisioning)/' },
      { path: '^runtime/(app/|[^/]+\\.ts$)' },
    ),
    forbid(
      'only-the-composition-root-knows-drivers',
      { path: '^runtime/(?!app/)[^/]+/', pathNot: TESTS },
      { path: '^drivers/' },
    ),
    forbid(
      'drivers-import-only-core-and-hal',
      { path: '^drivers/' },
      { path: '^runtime/(?!core/|hal/)' },
    ),
    forbid(
      'drivers-do-not-import-each-other',
      { path: '^drivers/([^/]+)/' },
      { path: '^drivers/', pathNot: '^drivers/$1/' },
    ),
    forbid(
      'adapters-do-not-import-each-other',
      { path: '^runtime/gateway/adapters/([^/]+)/' },
      { path: '^runtime/gateway/adapters/', pathNot: '^runtime/gateway/adapters/$1/' },
    ),
    forbid(
      'the-workshop-of-models-imports-only-core',
      { path: '^models/kit/', pathNot: TESTS },
      { path: '^(runtime|drivers|models|provisioning)/', pathNot: '^(runtime/core|models/kit)/' },
    ),
    // The recipe of a model makes its examples with the code that will ask it.
    forbid(
      'recipes-of-models-import-rooms-and-no-doors',
      { path: '^models/(?!kit/)', pathNot: TESTS },
      { path: `^(runtime/(app|${DOORS.join('|')})/|runtime/[^/]+\\.ts$|drivers/|provisioning/)` },
    ),
    forbid(
      'tflite-node-stands-alone',
      { path: '^runtime/inference/tflite-node/', pathNot: TESTS },
      {
        path: '^(runtime|drivers|models|provisioning)/',
        pathNot: '^runtime/inference/tflite-node/',
      },
    ),
    forbid(
      'tflite-node-has-one-public-file',
      { path: '^runtime/inference/(?!tflite-node/)', pathNot: TESTS },
      { path: '^runtime/inference/tflite-node/(?!tflite-node\\.ts$)' },
    ),
    forbid(
      'only-inference-knows-tflite-node',
      { path: '^(runtime/(?!inference/)|drivers/|models/)', pathNot: TESTS },
      { path: '^runtime/inference/tflite-node/' },
    ),
    forbid(
      'the-page-runs-in-a-browser',
      { path: '^runtime/web/page/', pathNot: TESTS },
      { dependencyTypes: ['core', 'npm'], pathNot: '(^|node_modules/)(preact|uplot)(/|$)' },
    ),
    forbid(
      'what-ships-imports-no-test-and-no-tool',
      { path: '^(runtime|drivers)/', pathNot: TESTS },
      { path: TESTS },
    ),
    forbid(
      'what-ships-imports-no-development-package',
      { path: '^(runtime|drivers|models)/', pathNot: TESTS },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    ),
    forbid('no-cycle', {}, { circular: true }),
    forbid('every-import-resolves', {}, { couldNotResolve: true }),
  ],
  options: {
    // Type-only imports count: cycles begin with them.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types'],
    },
  },
};
