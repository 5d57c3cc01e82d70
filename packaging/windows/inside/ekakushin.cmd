@"%~dp0python\python.exe" -I -B "%~dp0python\ekakushin_start.py" %*
