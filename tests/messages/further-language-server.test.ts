import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { projectFile } from '../../src/platform/project-files.ts'

/** Asks the lists and the language rule of the copied program. Prints what it answers. */
const PROGRAM = `
import express from 'express'
import { listRoutes } from './src/articles/lists/list-routes.ts'
import { moneyLocaleOf } from './src/messages/messages.ts'
import { languageOf } from './src/web/language.ts'
import { readNewsroom } from './src/web/page/newsroom.ts'

const newsroom = await readNewsroom('newsroom')
const app = express()
app.use(listRoutes({
  newsroom,
  timeZone: 'UTC',
  origin: () => 'https://news.example',
  now: () => new Date('2026-11-22T12:00:00Z'),
  listArticles: () => [],
  pictures: { describe: async () => () => 'unusable', look: async () => 'unusable' },
  isInvited: async () => true,
}))
app.get('/language', (request, response) => response.send(languageOf(request, undefined, newsroom.languages)))
const server = app.listen(0, '127.0.0.1', async () => {
  const ask = async (path, language = 'en') => {
    const answer = await fetch('http://127.0.0.1:' + server.address().port + path, { headers: { 'accept-language': language } })
    return answer.status + ' ' + (await answer.text())
  }
  const answers = {
    front: await ask('/'),
    further: await ask('/eo/'),
    section: await ask('/eo/sections/life'),
    feed: await ask('/eo/feed.xml'),
    preferred: await ask('/language', 'eo, en;q=0.5'),
    unknown: await ask('/language', 'fi'),
    staff: newsroom.staffLanguages,
    moneyLocale: moneyLocaleOf('eo'),
  }
  process.stdout.write(JSON.stringify(answers))
  server.close()
  server.closeAllConnections()
})
`

const ESPERANTO = {
  'language.name': 'Esperanto',
  'language.locale': 'eo',
  'language.moneyLocale': 'eo_XX',
  'site.home': 'Ĉefpaĝo',
  // Mistakes of a translator: an unclosed brace, an element, another name of a value.
  'site.footer': 'Sen {spurado',
  'site.feed': '<b>Fluo',
  'site.sectionTitle': '{sekcio}',
}

let copy: string
before(async () => {
  const cache = projectFile('node_modules', '.cache')
  await mkdir(cache, { recursive: true })
  copy = await mkdtemp(path.join(cache, 'further-language-'))
  await cp(projectFile('src'), path.join(copy, 'src'), { recursive: true })
  await cp(projectFile('config', 'newsroom'), path.join(copy, 'newsroom'), { recursive: true })
  for (const file of ['package.json', 'tsconfig.json']) await cp(projectFile(file), path.join(copy, file))
  await symlink(projectFile('node_modules'), path.join(copy, 'node_modules'))
  await writeFile(path.join(copy, 'src', 'messages', 'eo.json'), JSON.stringify(ESPERANTO))
  const settings = path.join(copy, 'newsroom', 'newsroom.yaml')
  const written = await readFile(settings, 'utf8')
  const translated = written
    .replace('languages: [en, ru, ar]', 'languages: [en, eo]')
    .replaceAll(/\ben: /g, 'eo: Traduko, en: ')
    .replace(/motto:\n {2}eo: Traduko, en: /, 'motto:\n  eo: Traduko\n  en: ')
  await writeFile(settings, translated)
  await writeFile(path.join(copy, 'program.ts'), PROGRAM)
})
after(() => rm(copy, { recursive: true, force: true }))

test('a newsroom offers a further language by one more file of messages, without a change of code', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'program.ts'], {
    cwd: copy,
  })
  const answers = JSON.parse(stdout) as Record<string, string> & { staff: string[] }
  assert.match(answers['further'] ?? '', /^200 [\s\S]*<html lang="eo" dir="ltr">/)
  assert.match(answers['further'] ?? '', /Ĉefpaĝo/)
  // A text that the file lacks.
  assert.match(answers['further'] ?? '', /Nothing has been published here yet/)
  // Texts that no program can read.
  assert.match(answers['further'] ?? '', /No trackers, no ads, no record of what you read/)
  assert.match(answers['section'] ?? '', /^200 [\s\S]*<title>Traduko · Traduko/)
  assert.match(answers['front'] ?? '', /<link rel="alternate" hreflang="eo" href="[^"]*\/eo\/"/)
  assert.match(answers['front'] ?? '', /<a lang="eo" hreflang="eo" href="[^"]*\/eo\/">Esperanto<\/a>/)
  assert.match(answers['feed'] ?? '', /^200 [\s\S]*xml:lang="eo"/)
  assert.equal(answers['preferred'], '200 eo')
  assert.equal(answers['unknown'], '200 en')
  assert.deepEqual(answers.staff, ['en'])
  assert.equal(answers['moneyLocale'], 'en-GB', 'a locale that no program knows')
})
