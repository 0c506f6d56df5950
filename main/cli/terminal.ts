/** Output of the command line: results on standard output, everything else on standard error. */
export interface Terminal {
  readonly json: boolean;
  /** The one result. Under `--json` it is printed as one JSON document, else as the text. */
  result(value: unknown, text: string): void;
  message(text: string): void;
  /** A bar that redraws itself on a terminal; on a pipe one line per tenth. */
  progress(stage: string, done: number, total: number, note?: string): void;
}

const barWidth = 28;

/** `[#####-----] 50 % stage` for `done` of `total`. */
export function progressLine(stage: string, done: number, total: number, note = ''): string {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const filled = Math.round(share * barWidth);
  const bar = `${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}`;
  return `[${bar}] ${String(Math.floor(share * 100)).padStart(3)} % ${stage}${note ? ` · ${note}` : ''}`;
}

export function createTerminal(options: {
  json: boolean;
  out: NodeJS.WriteStream;
  error: NodeJS.WriteStream;
}): Terminal {
  const { json, out, error } = options;
  let lastTenth = '';
  let barShown = false;
  const clearBar = () => {
    if (barShown) error.write('\r\x1b[2K');
    barShown = false;
  };
  return {
    json,
    result(value, text) {
      clearBar();
      out.write(`${json ? JSON.stringify(value, null, 2) : text}\n`);
    },
    message(text) {
      clearBar();
      error.write(`${text}\n`);
    },
    progress(stage, done, total, note) {
      if (error.isTTY) {
        clearBar();
        error.write(progressLine(stage, done, total, note).slice(0, (error.columns ?? 80) - 1));
        barShown = true;
        return;
      }
      const tenth = `${stage} ${total > 0 ? Math.floor((done / total) * 10) : 0}`;
      if (tenth !== lastTenth) error.write(`${progressLine(stage, done, total, note)}\n`);
      lastTenth = tenth;
    },
  };
}

/** Rows as aligned columns; numbers to the right. */
export function columns(rows: readonly (readonly (string | number)[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => String(row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          typeof cell === 'number' ? String(cell).padStart(widths[column]!) : cell.padEnd(widths[column]!),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
