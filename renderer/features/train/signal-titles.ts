/** How a learning signal is called where its mean over the sampled captions is drawn, and what that says. */
export interface SignalTitle {
  readonly title: string;
  readonly description: string;
}

const higher = 'A part of the reward where it has a weight; higher is better.';
const lower = 'Taken off the reward where it has a weight; lower is better.';

/** By the signal's id in the training configuration. */
export const signalTitles: Readonly<Record<string, SignalTitle>> = {
  cider: {
    title: 'CIDEr of the samples',
    description: `Agreement of the sampled captions with the references in telling word sequences. ${higher}`,
  },
  bleu4: {
    title: 'BLEU-4 of the samples',
    description: `Word sequences up to four long that the sampled captions share with the references. ${higher}`,
  },
  rouge_l: {
    title: 'ROUGE-L of the samples',
    description: `Longest word sequence that a sampled caption shares with a reference. ${higher}`,
  },
  meteor: {
    // Without its table of paraphrases METEOR must not be called so.
    title: 'METEOR (exact, stem, synonym)',
    description: `Words, word forms and synonyms that the sampled captions share with the references. ${higher}`,
  },
  sde: {
    title: 'Completeness (SDE) of the samples',
    description: `Share of the references’ objects that the sampled captions name. ${higher}`,
  },
  object_f1: {
    title: 'Object F1 of the samples',
    description: `Objects that the sampled captions and the references share, precision and recall combined. ${higher}`,
  },
  object_precision: {
    title: 'Object precision of the samples',
    description: `Share of the sampled captions’ objects that a reference names. ${higher}`,
  },
  object_recall: {
    title: 'Object recall of the samples',
    description: `Share of the references’ objects that the sampled captions name. ${higher}`,
  },
  hallucination: {
    title: 'Hallucinations of the samples',
    description: `Share of the sampled captions’ objects that no reference names. ${lower}`,
  },
  oversight: {
    title: 'Oversights of the samples',
    description: `Share of the references’ objects that the sampled captions leave out. ${lower}`,
  },
  count_abs: {
    title: 'Count error of the samples',
    description: `How far counts stated in the sampled captions are from those of the references. ${lower}`,
  },
  count_signed: {
    title: 'Count bias of the samples',
    description: `How far counts stated in the sampled captions lean to one side of the references’. ${lower}`,
  },
  repetition: {
    title: 'Repetition in the samples',
    description: `Word pairs that a sampled caption says twice. ${lower}`,
  },
};
