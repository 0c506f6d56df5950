import { access, readdir } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../errors/app-error.ts';

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** The name that two spellings of one file name share: composed and decomposed accents, upper and lower case. */
export const sameName = (name: string): string => name.normalize('NFC').toLowerCase();

/**
 * Finds the files that a caption file names in the folder a person chose: at the stated place first, else by name
 * anywhere below it, provided that only one file has the name. The folder is listed once, when that is first needed.
 */
export class ImageFolder {
  readonly directory: string;
  readonly #unreadable: string[] = [];
  #byName: Promise<ReadonlyMap<string, readonly string[]>> | undefined;

  private constructor(directory: string) {
    this.directory = directory;
  }

  /** Throws `not_found` or `unreadable_file`, naming the folder. */
  static async open(directory: string): Promise<ImageFolder> {
    const absolute = path.resolve(directory);
    try {
      await readdir(absolute);
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException;
      if (code === 'ENOENT') throw new AppError('not_found', `The image folder ${absolute} is not there.`, { cause });
      if (code === 'ENOTDIR') throw new AppError('bad_input', `${absolute} is a file; choose the folder of images.`);
      if (code === 'EACCES' || code === 'EPERM') {
        throw new AppError('unreadable_file', `The image folder ${absolute} cannot be accessed.`, { cause });
      }
      throw new AppError('unreadable_file', `The image folder ${absolute} cannot be read: ${message}.`, { cause });
    }
    return new ImageFolder(absolute);
  }

  /** The absolute path of the file that `fileName` means, null when there is none. */
  async find(fileName: string): Promise<string | null> {
    const stated = path.resolve(this.directory, fileName);
    // A caption file from elsewhere must not reach outside the folder that the person chose.
    const relative = path.relative(this.directory, stated);
    const inside = relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
    if (inside && (await exists(stated))) return stated;
    const found = await this.#named(path.basename(fileName));
    return found.length === 1 ? found[0]! : null;
  }

  /** Folders below that could not be looked into, each with its cause. Known once a file was looked for by name. */
  get unreadable(): readonly string[] {
    return this.#unreadable;
  }

  /** Every file below the folder with this name. */
  async candidates(fileName: string): Promise<readonly string[]> {
    return this.#named(path.basename(fileName));
  }

  async #named(name: string): Promise<readonly string[]> {
    this.#byName ??= this.#list();
    return (await this.#byName).get(sameName(name)) ?? [];
  }

  async #list(): Promise<ReadonlyMap<string, readonly string[]>> {
    const byName = new Map<string, string[]>();
    const visit = async (directory: string): Promise<void> => {
      const entries = await readdir(directory, { withFileTypes: true }).catch((cause: NodeJS.ErrnoException) => {
        const denied = cause.code === 'EACCES' || cause.code === 'EPERM';
        this.#unreadable.push(`${directory} (${denied ? 'it cannot be accessed' : cause.message})`);
        return [];
      });
      for (const entry of entries) {
        const place = path.join(directory, entry.name);
        if (entry.isDirectory()) await visit(place);
        else {
          const list = byName.get(sameName(entry.name));
          if (list) list.push(place);
          else byName.set(sameName(entry.name), [place]);
        }
      }
    };
    await visit(this.directory);
    return byName;
  }
}
