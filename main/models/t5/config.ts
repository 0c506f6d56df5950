/** Sizes and choices of a T5-style stack (Raffel et al. 2020); read from a checkpoint's config, never assumed. */
export interface T5StackConfig {
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly headWidth: number;
  readonly feedForwardWidth: number;
  readonly activation: 'relu' | 'gelu' | 'gated-gelu';
  /** Buckets of relative distance, and the distance from which all fall into the last. */
  readonly buckets: number;
  readonly maxDistance: number;
  /** A decoder sees only earlier positions and attends to a memory of this width; null is an encoder. */
  readonly memoryWidth: number | null;
  /** 1 as published. headWidth^−½ where training starts from scratch: one learning rate then suits all weights. */
  readonly attentionScale: number;
  readonly epsilon: number;
}
