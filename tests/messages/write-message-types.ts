import { writeFileSync } from 'node:fs'
import { projectFile } from '../../src/platform/project-files.ts'
import { messageTypes } from './message-types.ts'

writeFileSync(projectFile('src', 'messages', 'message-types.ts'), messageTypes())
