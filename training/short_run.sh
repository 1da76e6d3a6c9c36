#!/usr/bin/env bash
# Train teacher and student in thirteen minutes on one data-centre GPU.
# Measured on an H200: 3.8 minutes for the teacher's 900 steps beside the judge, which ends a minute later; 2.6 student's
# steps a second. A student that is cut off leaves its weights of the last hundred steps in .training/student/weights.pt.
#
# Beforehand, on any machine (an hour on two cores; CITESEED_DATA is set):
#   python -m training.prepare                                  the pool with its negatives
#   python -m training.pack MPNET .training/carry/mpnet         all-mpnet-base-v2 in pieces of 54 MiB
#   .training/carry/base/    config.json and tokenizer.json of all-MiniLM-L6-v2
#   .training/carry/judge/   config.json, tokenizer.json and model.onnx of an entailment model (training/claims/judge.py)
# Carry the repository and .training/ to the GPU, then: training/short_run.sh OUT
# OUT receives the student's weights in parts of 15 MiB (cat OUT/weights.pt.* > weights.pt), figures and logs.
# For a trial on a CPU: TEACHER_MINUTES= STUDENT_MINUTES= TRIAL="steps=3 questions=4 claims=8" training/short_run.sh OUT
set -euo pipefail
out=${1:?folder for the results}
work=${WORK:-.training}
carry=$work/carry
python=${PYTHON:-python3}
workers=${WORKERS:-$(($(nproc) - 2))}
teacher_minutes=${TEACHER_MINUTES-3}
student_minutes=${STUDENT_MINUTES-5}
read -r -a trial <<<"${TRIAL:-}"
mkdir -p "$out"

"$python" -m training.pack --unpack "$carry/mpnet" "$work/mpnet"

# The judge learns and speaks beside the teacher: neither fills the GPU alone.
"$python" -m training.verdicts --work "$work" --judge "$carry/judge" --workers $((workers / 2 + 1)) \
  --passes "${PASSES:-2}" ${LIMIT:+--limit "$LIMIT"} >"$out/judge.log" 2>&1 &
judge=$!
"$python" -m training.train --work "$work" --name teacher --base "$work/mpnet" --tokenizer "$carry/base/tokenizer.json" \
  --workers $((workers / 2 + 1)) ${teacher_minutes:+--minutes "$teacher_minutes"} \
  --set questions=32 chunks=2 rate=6e-5 layer_decay=0.95 average=0.998 save_every=100000 "${trial[@]}" 2>&1 | tee "$out/teacher.log"
wait "$judge"

"$python" -m training.train --work "$work" --name student --base "$carry/base" --start "${START:-rag/models/weights/reading.onnx}" \
  --teacher "$work/teacher/weights.pt" --teacher-base "$work/mpnet" --claims "$work/claims.jsonl.gz" \
  --workers "$workers" ${student_minutes:+--minutes "$student_minutes"} \
  --set questions=96 chunks=2 rate=2e-4 save_every=100 "${trial[@]}" 2>&1 | tee "$out/student.log"
split --bytes=15M --numeric-suffixes "$work/student/weights.pt" "$out/weights.pt."

"$python" -m training.evaluate "$work/student/weights.pt" --base "$carry/base" --sets "$work/sets.json.gz" \
  ${EVERY:+--every "$EVERY"} >"$out/student.txt" 2>&1 || echo "the student could not be measured here"
"$python" -m training.evaluate "$work/teacher/weights.pt" --base "$work/mpnet" --tokenizer "$carry/base/tokenizer.json" \
  --sets "$work/sets.json.gz" ${EVERY:+--every "$EVERY"} >"$out/teacher.txt" 2>&1 || echo "the teacher could not be measured here"
