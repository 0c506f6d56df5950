export interface ExportTarget {
  readonly what: 'captions' | 'predictions' | 'model';
  readonly format?: 'coco' | 'karpathy' | 'coco-results' | 'safetensors';
  readonly split?: string | null;
  readonly modelId?: string | null;
}
export function ExportDialog(_props: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  initial?: ExportTarget | undefined;
}) {
  return null;
}
