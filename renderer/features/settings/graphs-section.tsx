import { useQueryClient } from '@tanstack/react-query';
import { apiKey, call, useApiMutation, useApiQuery } from '../../app/engine/api-hooks.ts';
import { hasEnded } from '../../app/jobs/job-facts.ts';
import { useJobActions, useJobs } from '../../app/jobs/use-jobs.ts';
import { useUi } from '../../app/navigation/ui-store.ts';
import { useProjectInfo } from '../../app/project/use-project.ts';
import { count, counted } from '../../app/words/format.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { Select } from '../../components/select.tsx';
import { SettingsRow, SettingsSection } from './settings-section.tsx';

/** How captions become graphs and are matched. Nothing when no project is open. */
export function GraphsSection() {
  const project = useProjectInfo();
  const showDialog = useUi((state) => state.showDialog);
  if (!project) return null;
  return (
    <SettingsSection id="graphs" title="Scene graphs">
      <ParserRow />
      <ParseRow />
      <SettingsRow title="Ontology" control={<Button onClick={() => showDialog('ontology')}>Edit…</Button>}>
        Which names mean the same when captions are compared: plane and airplane, tank and storage tank.
      </SettingsRow>
      <SettingsRow title="Detections" control={<Button onClick={() => showDialog('detections')}>Import…</Button>}>
        A detector’s counts (COCO, DOTA, YOLO), which captions are held against beside each other.
      </SettingsRow>
    </SettingsSection>
  );
}

type Kind = 'usual' | 'rules' | 'folder';
const PARSERS: readonly { readonly id: Kind; readonly label: string; readonly detail: string }[] = [
  { id: 'usual', label: 'The one Nadir brings', detail: 'a small network where it is there, else the rules' },
  { id: 'rules', label: 'Rules', detail: 'part-of-speech tags, WordNet, a remote-sensing lexicon' },
  { id: 'folder', label: 'A folder…', detail: 'a FACTUAL checkpoint (FLAN-T5), or a parser that Nadir trained' },
];

function ParserRow() {
  const queries = useQueryClient();
  const shown = useApiQuery('graphs', 'parser', {});
  const choose = useApiMutation('graphs', 'chooseParser', {
    quiet: true,
    onSuccess: () => void queries.invalidateQueries({ queryKey: apiKey('graphs', 'parser') }),
  });
  const choice = shown.data?.choice;
  const kind = choice === undefined ? null : choice === null ? 'usual' : choice === 'rules' ? 'rules' : 'folder';
  const take = async (wanted: Kind) => {
    if (wanted !== 'folder') return choose.mutate({ choice: wanted === 'usual' ? null : 'rules' });
    const folder = await call('shell', 'chooseDirectory', { title: 'Folder of the graph parser' });
    if (folder !== null) choose.mutate({ choice: folder });
  };
  return (
    <SettingsRow
      title="Parser"
      control={
        <Select
          label="Parser"
          value={kind}
          options={PARSERS}
          onChange={(wanted) => void take(wanted)}
          disabled={choose.isPending}
          className="w-48"
        />
      }
    >
      What reads captions into graphs.
      {shown.data && <p className="mt-1 text-ink">{shown.data.parser.title}</p>}
      {kind === 'folder' && <p className="break-all">{choice}</p>}
      {shown.isError && <ErrorNotice className="mt-2" error={shown.error} />}
      {choose.isError && <ErrorNotice className="mt-2" error={choose.error} />}
    </SettingsRow>
  );
}

function ParseRow() {
  const parse = useApiMutation('graphs', 'parseAll', { quiet: true });
  const { ask } = useJobActions();
  // Whoever began it: it goes on while another screen shows, and there is one at a time.
  const job = useJobs().find((one) => one.kind === 'parsing' && !hasEnded(one));
  const working = job !== undefined || parse.isPending;
  const progress = job?.progress ?? null;
  const { data } = parse;
  return (
    <SettingsRow
      title="Parse all captions"
      control={
        working ? (
          <Button disabled={job === undefined || job.state === 'stopping'} onClick={() => job && ask(job.id, 'stop')}>
            Stop
          </Button>
        ) : (
          <Button onClick={() => parse.mutate({})}>Parse now</Button>
        )
      }
    >
      Graphs are made when they are needed and kept. This makes those that are still lacking; corrected ones stay.
      {working && (
        <div className="mt-2 flex items-center gap-3">
          <ProgressBar
            label="Parsing captions"
            done={progress?.done ?? 0}
            total={progress?.total ?? 0}
            className="flex-1"
          />
          <span className="tabular text-ink-3">
            {progress ? `${count(progress.done)} of ${count(progress.total)}` : ''}
          </span>
        </div>
      )}
      <p role="status" className="mt-1 text-ink">
        {data &&
          !working &&
          `${counted(data.texts, 'different caption')}: ${count(data.parsed)} parsed now, ${count(data.texts - data.parsed - data.left)} were there; ${data.left > 0 ? `${count(data.left)} left; ` : ''}${count(data.corrected)} corrected by hand.`}
      </p>
      {parse.isError && <ErrorNotice className="mt-2" error={parse.error} />}
    </SettingsRow>
  );
}
