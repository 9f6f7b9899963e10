import { writeFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import sharp from 'sharp'
import { type PictureTask, workOnPicture } from './articles/pictures/make-picture-action.ts'

// The program of a child process that works on one picture at a time. It decodes files that may be harmful, so it
// knows no secret, and its death harms nobody. It ends when its parent does.

process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
// The parent decides when this process ends: Ctrl-C reaches the whole group.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})

const LOW_PRIORITY = 5
try {
  setPriority(LOW_PRIORITY)
  // Where memory runs out, Linux ends this process and not the server.
  writeFileSync('/proc/self/oom_score_adj', '1000')
} catch {
  // Another system than Linux, or a stricter one.
}
// A picture is decoded by another thread, so this one can watch.
const MAX_BYTES = 600_000_000
const WATCH_MS = 50
setInterval(() => {
  if (process.memoryUsage.rss() > MAX_BYTES) process.kill(process.pid, 'SIGKILL')
}, WATCH_MS)

sharp.concurrency(1)
sharp.cache(false)

process.on('message', (task: PictureTask) => {
  void workOnPicture(task)
    .catch(() => ({ ok: false, because: 'it cannot be opened or written', isPassing: true }))
    .then((answer) => process.send?.(answer))
})
