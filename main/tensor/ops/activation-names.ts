/**
 * Activations a published config may name. Apart from the functions themselves, so that what only reads configs does
 * not load TensorFlow.
 */
export const activationNames = [
  'relu',
  'gelu',
  'gelu_python',
  'gelu_new',
  'gelu_fast',
  'gelu_accurate',
  'gelu_pytorch_tanh',
  'gelu_python_tanh',
  'quick_gelu',
  'silu',
  'swish',
  'tanh',
] as const;
export type ActivationName = (typeof activationNames)[number];
