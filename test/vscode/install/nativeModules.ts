import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Replaces `@vscode/spdlog`, which VS Code writes its logs and those of extensions with. */
const spdlog = `const fs = require('fs');
const path = require('path');
const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
class Logger {
  constructor(type, name, file) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    Object.assign(this, { file, level: 2, raw: false });
  }
  write(level, message) {
    if (level < this.level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    fs.appendFileSync(this.file, this.raw ? message : time + ' [' + names[level] + '] ' + message + '\\n');
  }
  trace(message) { this.write(0, message); }
  debug(message) { this.write(1, message); }
  info(message) { this.write(2, message); }
  warn(message) { this.write(3, message); }
  error(message) { this.write(4, message); }
  critical(message) { this.write(5, message); }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  clearFormatters() { this.raw = true; }
  setPattern() {}
  flush() {}
  drop() {}
}
const create = async (name, file) => new Logger('rotating', name, file);
exports.Logger = Logger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
`;

/** Replaces the watchdog that ends the extension host when the server has ended. A test run ends both anyway. */
const watchdog = `exports.start = () => {};
exports.exit = (code) => process.exit(code);
`;

const replacements = {
  '@vscode/spdlog': spdlog,
  '@vscode/native-watchdog': watchdog,
  'native-watchdog': watchdog,
};

/** Replaces native modules, which would need a compiler, with plain JavaScript. */
export async function replaceNativeModules(modules: string): Promise<void> {
  for (const [name, source] of Object.entries(replacements)) {
    if (existsSync(join(modules, name))) await writeFile(join(modules, name, 'index.js'), source);
  }
}
