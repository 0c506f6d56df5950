/** Sizes of a Q-Former (Li et al. 2023): learned queries that read an image's tokens. */
export interface QFormerConfig {
  readonly queries: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly feedForwardWidth: number;
  readonly imageWidth: number;
  /** Cross-attention stands in every n-th layer, starting with the first. */
  readonly crossAttentionEvery: number;
  /** 'after' each part as published (BERT); 'before' it learns faster from scratch and adds a last norm. */
  readonly norm: 'before' | 'after';
  readonly epsilon: number;
}
