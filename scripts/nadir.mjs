#!/usr/bin/env node
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { orExplain, provisionEngine } from './provision/provision.mjs';
import { supervise } from './run/supervise.mjs';

/**
 * The `nadir` command. It starts under any Node from 20 on, provides Node 24 and libtensorflow when they are missing,
 * and hands over to Node 24: in this same process where the running Node can (22.15 and newer), else in a child.
 */
const checkout = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const source = path.join(checkout, 'main/cli/main.ts');
const entry = existsSync(source) ? source : path.join(checkout, 'out/main/cli.js');
const node = await orExplain(provisionEngine);
const args = ['--disable-warning=ExperimentalWarning', entry, ...process.argv.slice(2)];
if (process.execve) process.execve(node, [node, ...args], process.env);
process.exit(await supervise(node, args));
