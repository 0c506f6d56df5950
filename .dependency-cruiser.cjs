/** The import table of docs/architecture.md, enforced. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: `^${from}/` },
  to: { path: '^(main|renderer|preload)/', pathNot: [from, 'preload/contract', ...allowed].map((p) => `^${p}/`) },
});
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'electron-only-in-app', severity: 'error', from: { path: '^main/', pathNot: '^main/app/' }, to: { path: '^electron$|node_modules/electron/' } },
    {
      name: 'tensorflow-only-in-backend',
      severity: 'error',
      from: { path: '^(main|preload|renderer)/', pathNot: '^main/tensor/backend\\.ts$' },
      to: { path: '@tensorflow/' },
    },
    {
      name: 'no-tensors-outside-model-code',
      severity: 'error',
      from: { path: '^(main|preload|renderer)/', pathNot: '^main/(tensor|checkpoint|models|generation|training|worker)/' },
      to: { path: '^main/tensor/' },
    },
    { name: 'contract-imports-only-zod', severity: 'error', from: { path: '^preload/contract/' }, to: { path: '^(main|renderer|preload/index)|node_modules/(?!zod)' } },
    only('renderer', 'renderer', []),
    only('text', 'main/text', []),
    only('metrics', 'main/metrics', ['main/scene-graph', 'main/text']),
    only('scene-graph', 'main/scene-graph', ['main/text']),
    only('rewards', 'main/rewards', ['main/metrics', 'main/scene-graph', 'main/text']),
    only('store', 'main/store', ['main/errors']),
    only('tensor', 'main/tensor', []),
    only('checkpoint', 'main/checkpoint', ['main/tensor']),
    only('models', 'main/models', ['main/tensor', 'main/checkpoint', 'main/text']),
    only('generation', 'main/generation', ['main/models', 'main/tensor']),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'] },
  },
};
