/** Bytes as messages name them, in powers of 1,000. Example: "830 MB", "23.6 GB". */
export const bytesInWords = (bytes: number): string =>
  bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
