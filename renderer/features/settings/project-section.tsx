import { CircleCheck, TriangleAlert } from 'lucide-react';
import { call, useApiMutation } from '../../app/engine/api-hooks.ts';
import { useProjectInfo } from '../../app/project/use-project.ts';
import { formatBytes } from '../../app/words/format.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { SettingsRow, SettingsSection } from './settings-section.tsx';

/** Integrity check and backup of the open project; empty without one. */
export function ProjectSection() {
  const project = useProjectInfo();
  if (!project) return null;
  return (
    <SettingsSection id="project" title={`Project “${project.name}”`}>
      <IntegrityRow />
      <BackupRow name={project.name} />
    </SettingsSection>
  );
}

function IntegrityRow() {
  const check = useApiMutation('project', 'checkIntegrity', { quiet: true });
  return (
    <SettingsRow
      title="Integrity check"
      control={
        <Button busy={check.isPending} onClick={() => check.mutate({})}>
          Check now
        </Button>
      }
    >
      Checks the whole project file for damage and broken links.
      <div role="status">
        {check.data?.ok && (
          <p className="mt-1.5 flex items-center gap-1.5 font-medium text-ink">
            <CircleCheck size={14} className="text-ok" aria-hidden />
            No problems found.
          </p>
        )}
        {check.data && !check.data.ok && (
          <div className="mt-1.5">
            <p className="flex items-center gap-1.5 font-medium text-ink">
              <TriangleAlert size={14} className="text-warn" aria-hidden />
              {check.data.problems.length === 1 ? '1 problem found:' : `${check.data.problems.length} problems found:`}
            </p>
            <ul className="mt-1 list-disc pl-5">
              {check.data.problems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          </div>
        )}
      </div>
      {check.isError && <ErrorNotice className="mt-2" error={check.error} />}
    </SettingsRow>
  );
}

function BackupRow({ name }: { readonly name: string }) {
  const backup = useApiMutation('project', 'backup', { quiet: true });
  const reveal = useApiMutation('shell', 'reveal');
  const choose = async () => {
    const day = new Date().toISOString().slice(0, 10);
    const path = await call('shell', 'chooseExportFile', { suggestedName: `${name} ${day}.nadir` });
    if (path !== null) backup.mutate({ path });
  };
  return (
    <SettingsRow
      title="Backup"
      control={
        <Button busy={backup.isPending} onClick={() => void choose()}>
          Back up…
        </Button>
      }
    >
      Copies the complete project file while you keep working. Checkpoints and images are not included.
      <div role="status">
        {backup.data && (
          <p className="mt-1.5 flex flex-wrap items-center gap-2 text-ink">
            <CircleCheck size={14} className="text-ok" aria-hidden />
            <span className="break-all">
              Saved {formatBytes(backup.data.bytes)} to {backup.data.path}
            </span>
            <Button size="sm" onClick={() => backup.data && reveal.mutate({ path: backup.data.path })}>
              Show in folder
            </Button>
          </p>
        )}
      </div>
      {backup.isError && <ErrorNotice className="mt-2" error={backup.error} />}
    </SettingsRow>
  );
}
