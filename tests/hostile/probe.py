import sys, tempfile, importlib, traceback, os
from pathlib import Path
sys.path.insert(0, "/work/main/tests")
os.environ.update({"COLUMNS": "100","LC_ALL": "C.UTF-8","NO_COLOR": "1","PYTHONUTF8": "1","TZ": "Asia/Kathmandu"})
from hostile.runner import run, hold
os.environ["PYTHONPATH"]="/work/main"
for name in sys.argv[1].split(","):
    module = importlib.import_module(f"hostile.{name}")
    for case in module.CASES:
        if len(sys.argv)>2 and case.number not in sys.argv[2].split(","): continue
        with tempfile.TemporaryDirectory() as d:
            try:
                o = run(case, Path(d))
            except Exception:
                print("MAKE", case.name, traceback.format_exc()[-600:]); continue
            try:
                hold(case, o)
                if len(sys.argv)>2: print("ok", case.name, o)
            except AssertionError as e:
                tb = traceback.extract_tb(e.__traceback__)[-1]
                print("=====", case.name, "| line:", tb.line, "| code", o.code, "want", case.code, "rows", o.rows, "want", case.rows, "changed", o.changed, "peak", o.peak>>20)
                print(o.err[:500]); print("OUT", o.text[:300].partition("\n")[2][:240] if o.text.startswith('"worker"') else o.text[:300])
            except Exception:
                print("CHECK", case.name, traceback.format_exc()[-300:], o.err[:300])
