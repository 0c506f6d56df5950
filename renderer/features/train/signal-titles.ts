/** Title and description of the chart that draws a signal's mean over the sampled captions. */
export interface SignalTitle {
  readonly title: string;
  readonly description: string;
}

const higher = 'Added to the reward by its weight; higher is better.';
const lower = 'Subtracted from the reward by its weight; lower is better.';

/** By the signal's id in the training configuration. */
export const signalTitles: Readonly<Record<string, SignalTitle>> = {
  cider: {
    title: 'Sample CIDEr',
    description: `Agreement of the sampled captions with the references, with rare word sequences weighing more. ${higher}`,
  },
  bleu4: {
    title: 'Sample BLEU-4',
    description: `Sequences of up to four words that the sampled captions share with the references. ${higher}`,
  },
  rouge_l: {
    title: 'Sample ROUGE-L',
    description: `Longest common word sequence of a sampled caption and a reference. ${higher}`,
  },
  meteor: {
    // Without its paraphrase table this is not the published METEOR, so the name says what is matched.
    title: 'Sample METEOR (exact, stem, synonym)',
    description: `Words, word stems and synonyms that the sampled captions share with the references. ${higher}`,
  },
  sde: {
    title: 'Sample completeness (SDE)',
    description: `Share of the references’ objects that the sampled captions name. ${higher}`,
  },
  object_f1: {
    title: 'Sample object F1',
    description: `Harmonic mean of object precision and object recall. ${higher}`,
  },
  object_precision: {
    title: 'Sample object precision',
    description: `Share of the sampled captions’ objects that a reference names. ${higher}`,
  },
  object_recall: {
    title: 'Sample object recall',
    description: `Share of the references’ objects that the sampled captions name. ${higher}`,
  },
  hallucination: {
    title: 'Sample hallucinations',
    description: `Share of the sampled captions’ objects that no reference names. ${lower}`,
  },
  oversight: {
    title: 'Sample oversights',
    description: `Share of the references’ objects missing from the sampled captions. ${lower}`,
  },
  count_abs: {
    title: 'Sample count error',
    description: `Distance of the counts stated in the sampled captions from those in the references. ${lower}`,
  },
  count_signed: {
    title: 'Sample count bias',
    description: `Tendency of the sampled captions to count too many or too few. ${lower}`,
  },
  repetition: {
    title: 'Sample repetition',
    description: `Word pairs that a sampled caption repeats. ${lower}`,
  },
};
