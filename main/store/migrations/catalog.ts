import { initial } from './0001-initial.ts';
import { graphCorrectionsAndDetections } from './0002-graph-corrections-and-detections.ts';
import { jobs } from './0003-jobs.ts';
import type { Migration } from './migration.ts';

/** Every migration, oldest first; version n is at index n − 1. */
export const migrations: readonly Migration[] = [initial, graphCorrectionsAndDetections, jobs];
