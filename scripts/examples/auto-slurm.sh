#!/usr/bin/env bash
# `maskpoint auto` over a folder as a Slurm array: every task takes its part of the images.
#
#   sbatch --array=1-16 scripts/examples/auto-slurm.sh /data/photos /data/masks
#
# OUT on a file system all nodes see: a folder gets one SA-1B file an image, FILE.json is put together by
# the task that finishes last. Resubmitting goes on from where it was.
#SBATCH --job-name=maskpoint-auto
#SBATCH --cpus-per-task=8
#SBATCH --mem=4G
#SBATCH --time=24:00:00
#SBATCH --requeue
set -euo pipefail

# Arrays number their tasks as they were told to; a shard is counted from 1.
shard=$((SLURM_ARRAY_TASK_ID - SLURM_ARRAY_TASK_MIN + 1))/$SLURM_ARRAY_TASK_COUNT
exec srun "${MASKPOINT:-build/native/maskpoint}" auto "$1" -o "$2" \
  --shard "$shard" --threads "${SLURM_CPUS_PER_TASK:-1}"
