import { userInfo } from 'node:os';
import path from 'node:path';
import { type Settings, settingsSchema } from '../../../preload/contract/settings.ts';
import { JsonFile } from '../../store/json-file.ts';

/** The person's settings. `author` is the name to start with: given, else that of the account. */
export function openSettings(userDataDirectory: string, author: string | undefined): JsonFile<Settings> {
  return new JsonFile<Settings>(path.join(userDataDirectory, 'settings.json'), settingsSchema, () => ({
    theme: 'system',
    author: author ?? accountName(),
    gridSize: 'medium',
    graphParser: null,
  }));
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // Accounts without an entry in the password file (containers) have no name.
    return 'Unknown';
  }
}
