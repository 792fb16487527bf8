export type Settings = Readonly<Record<string, unknown>>;

/** Turns off features of VS Code that are unrelated to the extension. */
export const quietSettings: Settings = {
  'chat.disableAIFeatures': true,
  'editor.scrollBeyondLastLine': false, // keeps the lines above the end of a file in view
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'remote.autoForwardPorts': false,
  'terminal.integrated.gpuAcceleration': 'off', // draws text as text, which a test can read
  'terminal.integrated.initialHint': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};
