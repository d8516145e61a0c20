# environment/lab for Windows: builds once, and hands its arguments to the commands in lib/ImageNotebooks.Cli. It installs no packages
# but plotly.js and KaTeX, and the stack is cpu, the one that can run here.
$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent $PSScriptRoot
$state = Join-Path $root 'environment/.state'
$program = Join-Path $root 'lib/ImageNotebooks.Cli/bin/Release/net10.0/lab.dll'

function Say([string] $text) { [Console]::Error.WriteLine("lab: $text") }
function Stop-Lab([string] $text) { Say $text; exit 1 }

# Ends where what failed just now had no room on the disk: its own words were lost with it, or do not speak of it.
function Stop-OnFullDisk {
    foreach ($folder in $root, [IO.Path]::GetTempPath(), $HOME) {
        # A share has no drive that could be asked.
        try { $free = [IO.DriveInfo]::new($folder).AvailableFreeSpace } catch { continue }
        if ($free -lt 20MB) { Stop-Lab "the disk of $folder is full ($([Math]::Floor($free / 1MB)) MB are left); make room, then start again." }
    }
}

# Whether the version of a package that package.json asks for is there.
function Test-PageLibrary($wanted) {
    $file = Join-Path $root "environment/node_modules/$($wanted.Name)/package.json"
    (Test-Path $file) -and (Get-Content $file -Raw | ConvertFrom-Json).version -eq $wanted.Value
}

# plotly.js must be there; without KaTeX reports show formulas as their LaTeX. npm ci takes away what is there before it fetches, npm install does not.
function Install-PageLibraries {
    $missing = @((Get-Content (Join-Path $root 'environment/package.json') -Raw | ConvertFrom-Json).dependencies.PSObject.Properties | Where-Object { -not (Test-PageLibrary $_) })
    if ($missing.Count -eq 0) { return }
    $needed = $missing.Name -contains 'plotly.js-dist-min'
    $note = Join-Path $state 'without-katex'
    if (-not $needed -and (Test-Path $note)) { return }
    if (Get-Command npm -ErrorAction Ignore) {
        Say 'installing plotly.js and KaTeX with npm, because charts and formulas are drawn by them'
        $how = if ($needed) { , 'ci' } else { 'install', '--no-save' }
        Invoke-Quietly 'npm.log' npm ($how + @('--prefix', (Join-Path $root 'environment'), '--no-audit', '--no-fund', '--ignore-scripts'))
        if ($LASTEXITCODE -eq 0) { Remove-Item $note -ErrorAction Ignore; return }
        Stop-OnFullDisk
        if ($needed) { Stop-Lab 'npm failed; the log is environment/.state/npm.log.' }
    }
    elseif ($needed) { Stop-Lab 'npm is missing, and plotly.js, which draws the charts, comes through it; install Node.js, then start again.' }
    Set-Content $note ''
    Say "KaTeX could not be had through npm, so reports show formulas as their LaTeX; npm ci --prefix $(Join-Path $root 'environment') brings it."
}

function Test-Sdk {
    Push-Location $root
    try { Invoke-Quietly 'sdk.log' dotnet @('--version'); return $LASTEXITCODE -eq 0 }
    finally { Pop-Location }
}

# Windows PowerShell takes whatever a program writes to stderr for an error.
function Invoke-Quietly([string] $log, [string] $program, [string[]] $words) {
    $ErrorActionPreference = 'Continue'
    & $program @words *> (Join-Path $state $log)
}

# A checksum over everything that a build reads.
function Get-Fingerprint([string[]] $projects, [string] $stack) {
    $shared = 'data/catalog.json', 'data/weights.json', 'Directory.Build.props', 'Directory.Packages.props', 'global.json'
    $files = @($projects | ForEach-Object { Get-ChildItem (Join-Path $root "lib/$_") -File -Recurse } |
        Where-Object { $_.FullName -notmatch '[\\/](bin|obj)[\\/]' }) + @($shared | ForEach-Object { Get-Item (Join-Path $root $_) })
    $lines = $files | ForEach-Object { "$((Get-FileHash $_.FullName).Hash) $($_.FullName)" } | Sort-Object
    @($stack) + $lines -join "`n"
}

# Builds unless the last build of that name was made from these very sources.
function Build([string] $name, [string] $project, [string[]] $reads, [string] $product, [string] $stack) {
    $note = Join-Path $state $name
    $print = Get-Fingerprint $reads $stack
    if ((Test-Path (Join-Path $root $product)) -and (Test-Path $note) -and (Get-Content $note -Raw).TrimEnd() -eq $print) { return }
    if (-not (Test-Sdk)) { Stop-Lab "dotnet is here, but no SDK that global.json accepts; $sdkAdvice" }
    Remove-Item $note -ErrorAction Ignore
    Say "building the $name (Release$(if ($stack) { ", stack $stack" }))"
    Push-Location $root
    try {
        Invoke-Quietly "$name.log" dotnet (@('build', $project, '-c', 'Release', '--nologo', '-v', 'quiet') + @(if ($stack) { "-p:Stack=$stack" }))
        if ($LASTEXITCODE -ne 0) {
            Get-Content (Join-Path $state "$name.log") | Select-String ' error ' | Select-Object -Unique -First 20 | ForEach-Object { [Console]::Error.WriteLine($_.Line) }
            Stop-OnFullDisk
            Stop-Lab "the build of $project failed; the whole log is environment/.state/$name.log."
        }
    }
    finally { Pop-Location }
    Set-Content $note $print
}

# Refuses the stacks that are for Linux, and notes the one that is left, as `lab doctor` shows it.
function Get-Stack([string[]] $words) {
    for ($i = 0; $i -lt $words.Count -and $words[$i] -ne '--'; $i++) {
        $asked = if ($words[$i] -like '--stack=*') { $words[$i].Substring(8) } elseif ($words[$i] -eq '--stack') { $words[$i + 1] } else { 'cpu' }
        if ($asked -ne 'cpu') { Stop-Lab "--stack takes cpu here, not `"$asked`"; system and cuda are for Linux, with environment/lab." }
    }
    $note = Join-Path $state 'stack'
    $processor = if ($env:PROCESSOR_ARCHITEW6432) { $env:PROCESSOR_ARCHITEW6432 } else { $env:PROCESSOR_ARCHITECTURE }
    $reason = 'TorchSharp-cpu is what runs on this system'
    if ($processor -and $processor -ne 'AMD64') { $reason = "TorchSharp has no build for Windows on $processor, so it starts with the x64 .NET SDK alone" }
    if (-not (Test-Path $note)) { Say "stack: cpu ($reason)." }
    Set-Content $note "cpu $reason"
    'cpu'
}

$wanted = (Get-Content (Join-Path $root 'global.json') -Raw | ConvertFrom-Json).sdk.version
$sdkAdvice = "install version $wanted or a later 10.0 feature release from https://dotnet.microsoft.com/download/dotnet/10.0, then start again."
if (-not (Get-Command dotnet -ErrorAction Ignore)) { Stop-Lab "the .NET SDK is missing; $sdkAdvice" }
try {
    [void](New-Item -ItemType Directory -Force $state)
    [IO.File]::AppendAllText((Join-Path $state 'writable'), '')
}
catch {
    Stop-Lab "lab builds in its own folder, and $root cannot be written to (or its disk is full); copy the checkout to a folder of yours, or make room, then start again."
}

# One start builds at a time; the program's own builds take the same lock.
$lock = $null
while (-not $lock) {
    try { $lock = [IO.File]::Open((Join-Path $state 'lock'), 'OpenOrCreate', 'ReadWrite', 'None') }
    catch [IO.IOException] { Start-Sleep -Milliseconds 200 }
}
try {
    $commands = 'ImageNotebooks.Cli', 'ImageNotebooks.Host', 'ImageNotebooks.Downloads', 'ImageNotebooks.Weights'
    Build 'commands' 'lib/ImageNotebooks.Cli' $commands 'lib/ImageNotebooks.Cli/bin/Release/net10.0/lab.dll' ''

    # Help, convert, data and weights need the commands alone; doctor must also answer where nothing else can be built.
    $command = $args | Where-Object { $_ -notlike '-*' -and $_ -notin 'system', 'cpu', 'cuda' } | Select-Object -First 1
    $help = @($args | Where-Object { $_ -in '-h', '--help', '-?', '--version' }).Count -gt 0
    if ($command -and -not $help -and $command -notin 'convert', 'data', 'weights') {
        & dotnet $program --parse-only @args
        if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
        $env:IMAGENOTEBOOKS_STACK = Get-Stack $args
        if ($command -ne 'doctor') {
            Install-PageLibraries
            Build 'library' 'lib/ImageNotebooks.Course' @('ImageNotebooks', 'ImageNotebooks.Course', 'ImageNotebooks.Downloads', 'ImageNotebooks.Weights') 'lib/ImageNotebooks.Course/bin/Release/net10.0/ImageNotebooks.Course.dll' $env:IMAGENOTEBOOKS_STACK
        }
    }
}
finally { $lock.Dispose() }

$env:IMAGENOTEBOOKS_ROOT = $root
& dotnet $program @args
exit $LASTEXITCODE
