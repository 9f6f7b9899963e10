import { catalogues } from '../../src/messages/messages.ts'
import { missingMessages } from './missing-messages.ts'

process.stdout.write(`${missingMessages(catalogues).join('\n')}\n`)
