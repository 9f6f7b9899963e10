import { openKeys } from '../open-keys.ts'
import { rotateKeys } from '../readers/rotate-keys-action.ts'
import { type Environment, withDatabase } from './opening.ts'
import { type Command, done, wrongUsage } from './outcome.ts'

const HELP = `npm run mainstay -- rotate-keys [--dry-run]

Seals the mail addresses anew with the first of SEALING_KEYS, and indexes them with the first of INDEX_KEYS, while the
server runs. Put the new key first and keep the old one, restart every process, run this; then the old key can go. With
--dry-run it only counts.
`

export const rotateCommand = (environment: Environment): Command => ({
  usage: 'rotate-keys [--dry-run]',
  help: HELP,
  run: async (words) => {
    if (words.some((word) => word !== '--dry-run')) return wrongUsage(HELP)
    const isDryRun = words.includes('--dry-run')
    return withDatabase(environment, async (database, config) => {
      const { sealing, index } = await openKeys(config, database)
      const { rows, unopened } = await rotateKeys(database, { sealing, index }, isDryRun)
      const text = `${isDryRun ? 'Would seal' : 'Sealed'} anew: ${rows}`
      return unopened === 0
        ? done(text)
        : { code: 1, text: `${text}\nDo not open, and were left as they are: ${unopened}. Keep the old key` }
    })
  },
})
