import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { projectFile } from '../../src/platform/project-files.ts'

const linesOf = (name: string): string[] => readFileSync(projectFile(name), 'utf8').split('\n')

test('config/environment, which holds every secret, is in no commit and in no image', () => {
  for (const file of ['.gitignore', '.dockerignore']) {
    const lines = linesOf(file)
    const ignored = lines.lastIndexOf('config/environment')
    assert.notEqual(ignored, -1, file)
    // The last line that matches decides.
    const letIn = lines.slice(ignored).filter((line) => /^!(config|\*)/.test(line))
    assert.deepEqual(letIn, [], file)
  }
})
