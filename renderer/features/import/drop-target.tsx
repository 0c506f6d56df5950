import { FileInput } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { nadir } from '../../app/engine/nadir.ts';
import { useUi } from '../../app/navigation/ui-store.ts';
import type { ProjectActions } from '../../app/project/use-project.ts';

interface Props {
  readonly hasProject: boolean;
  readonly actions: ProjectActions;
}

/** Accepts files dropped anywhere: opens a project, or starts an import of anything else. */
export function DropTarget({ hasProject, actions }: Props) {
  const [over, setOver] = useState(false);
  const startImport = useUi((state) => state.startImport);

  const take = async (paths: readonly string[]) => {
    const projectFile = paths.find((path) => path.toLowerCase().endsWith('.nadir'));
    if (projectFile !== undefined) await actions.open(projectFile);
    else if (paths.length > 0 && (hasProject || (await actions.create()))) startImport(paths);
  };
  const latest = useRef(take);
  latest.current = take;

  useEffect(() => {
    /** Enter and leave fire for every element on the way; the drag has left when they balance. */
    let depth = 0;
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onEnter = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const onLeave = () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const onOver = (event: DragEvent) => {
      if (!holdsFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    };
    const onDrop = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      if (!holdsFiles(event)) return;
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      void latest.current(files.map((file) => nadir.pathForFile(file)).filter((path) => path !== ''));
    };
    window.addEventListener('dragenter', onEnter);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('dragover', onOver);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragenter', onEnter);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('drop', onDrop);
    };
  }, []);

  if (!over) return null;
  return (
    <div className="pointer-events-none fixed inset-2 z-50 flex flex-col items-center justify-center gap-2 rounded-xl border-2 border-accent border-dashed bg-accent-soft/90">
      <FileInput size={32} strokeWidth={1.5} className="text-accent" aria-hidden />
      <p className="font-semibold text-lg">Drop to import</p>
      <p className="text-ink-2">
        {hasProject
          ? 'Drop a caption file, a folder of images, or both. A .nadir file opens as a project.'
          : 'Nadir first asks where to save the new project.'}
      </p>
    </div>
  );
}
