@echo off
rem Bulou on an office PC with Windows 10 or 11. Needs Python 3.11 or newer from python.org ("Add to PATH" ticked).
rem Double-click: the first start installs and takes a few minutes, later ones seconds. Close the window to stop.
chcp 65001 >nul
setlocal
cd /d "%~dp0"
set "BULOU_DATA=%LOCALAPPDATA%\Bulou\data"
set "HOME_OF_BULOU=%LOCALAPPDATA%\Bulou\program"

where py >nul 2>nul
if errorlevel 1 (
  echo 没有找到 Python。请到 python.org 下载 3.11 或更新的版本，安装时勾选 Add to PATH，再双击本文件。
  echo Python was not found. Get 3.11 or newer from python.org, tick "Add to PATH", then start this file again.
  pause
  exit /b 1
)
if not exist "%HOME_OF_BULOU%\Scripts\bulou.exe" (
  echo 第一次启动：正在安装 · first start: installing
  py -3 -m venv "%HOME_OF_BULOU%" || goto failed
  "%HOME_OF_BULOU%\Scripts\python.exe" -m pip install --disable-pip-version-check "..\.." || goto failed
)
if not exist "%BULOU_DATA%\tls\server.crt" "%HOME_OF_BULOU%\Scripts\bulou.exe" certificate || goto failed
"%HOME_OF_BULOU%\Scripts\bulou.exe" serve --lan || goto failed
exit /b 0

:failed
echo 没有启动成，原因见上。 It did not start; the reason stands above.
pause
exit /b 1
